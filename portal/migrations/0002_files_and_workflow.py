import django.db.models.deletion
import modelsearch.index
import portal.models.files
import portal.storage
import taggit.managers
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(error_messages={'unique': 'Ngày này đã có trong lịch làm việc.'}, unique=True, verbose_name='Ngày')),
                ('kind', models.CharField(choices=[('holiday', 'Ngày nghỉ'), ('make_up', 'Ngày làm bù')], max_length=10, verbose_name='Loại')),
                ('name', models.CharField(help_text='Ví dụ: Quốc khánh.', max_length=120, verbose_name='Tên')),
                ('legal_basis', models.CharField(help_text='Điều luật hoặc số, ngày của văn bản thông báo nghỉ, làm bù.', max_length=300, verbose_name='Căn cứ')),
            ],
            options={
                'verbose_name': 'ngày nghỉ, ngày làm bù',
                'verbose_name_plural': 'ngày nghỉ, ngày làm bù',
                'ordering': ['-date'],
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=60)),
                ('slot', models.DateTimeField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('ok', models.BooleanField(null=True)),
                ('detail', models.CharField(blank=True, max_length=200)),
                ('attempt', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'ordering': ['job', '-slot'],
                'constraints': [models.UniqueConstraint(fields=('job', 'slot'), name='jobrun_slot_once'), models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('job',), name='jobrun_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PortalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('file', models.FileField(storage=portal.storage.private_storage, upload_to=portal.models.files.document_upload_to, verbose_name='tệp')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'tài liệu',
                'verbose_name_plural': 'tài liệu',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PortalImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=portal.storage.private_storage, upload_to=wagtail.images.models.get_upload_to, verbose_name='tệp ảnh', width_field='width')),
                ('description', models.CharField(blank=True, default='', help_text='Một câu tả điều thấy trong ảnh, dành cho người dùng phần mềm đọc màn hình. Ví dụ: Đoàn viên thanh niên trồng cây bên bờ sông Hồng.', max_length=255, verbose_name='mô tả ảnh')),
                ('caption', models.CharField(blank=True, default='', max_length=255, verbose_name='chú thích')),
                ('credit', models.CharField(blank=True, default='', help_text='Người chụp hoặc đơn vị giữ bản quyền ảnh.', max_length=120, verbose_name='nguồn ảnh')),
                ('content_hash', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64)),
                ('renditions_tried_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'ảnh',
                'verbose_name_plural': 'ảnh',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office_name', models.CharField(blank=True, max_length=200, verbose_name='Cơ quan chủ quản')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='Địa chỉ')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='Điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Thư điện tử')),
                ('editor_in_chief', models.CharField(blank=True, max_length=200, verbose_name='Chịu trách nhiệm nội dung')),
                ('licence', models.CharField(blank=True, max_length=250, verbose_name='Giấy phép')),
                ('footer_note', models.CharField(blank=True, max_length=300, verbose_name='Ghi chú chân trang')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'thông tin chân trang',
            },
        ),
        migrations.CreateModel(
            name='PortalRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='portal.portalimage')),
            ],
            options={
                'verbose_name': 'ảnh thu nhỏ',
                'verbose_name_plural': 'ảnh thu nhỏ',
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='portal_rendition_once')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='PageViews',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='view_record', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('total', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ViewHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor', models.CharField(max_length=32)),
                ('counted_at', models.DateTimeField(db_index=True)),
                ('pending', models.PositiveSmallIntegerField(default=1)),
                ('page', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'visitor'), name='viewhit_visitor_once')],
            },
        ),
        migrations.CreateModel(
            name='BoardApprovalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'Ban Biên tập duyệt',
                'verbose_name_plural': 'Ban Biên tập duyệt',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='UnitApprovalState',
            fields=[
                ('taskstate_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.taskstate')),
                ('board_told_at', models.DateTimeField(editable=False, null=True)),
            ],
            bases=('wagtailcore.taskstate',),
        ),
        migrations.CreateModel(
            name='UnitApprovalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'Trưởng đơn vị duyệt',
                'verbose_name_plural': 'Trưởng đơn vị duyệt',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='Lý do')),
                ('refused_at', models.DateTimeField()),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='refusal', to=settings.WAGTAIL_PAGE_MODEL)),
                ('refused_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bài bị từ chối',
                'verbose_name_plural': 'bài bị từ chối',
            },
        ),
        migrations.CreateModel(
            name='ApprovalDelegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='Từ ngày')),
                ('end', models.DateField(verbose_name='Đến hết ngày')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người được ủy quyền')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ủy quyền')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.unit', verbose_name='Đơn vị')),
            ],
            options={
                'verbose_name': 'ủy quyền duyệt bài',
                'verbose_name_plural': 'ủy quyền duyệt bài',
                'ordering': ['-start', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='delegation_start_before_end', violation_error_message='“Đến hết ngày” không được trước “Từ ngày”.'), models.CheckConstraint(condition=models.Q(('head', models.F('deputy')), _negated=True), name='delegation_to_another', violation_error_message='Không thể ủy quyền cho chính mình.')],
            },
        ),
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('dinh-chinh', 'Đề nghị đính chính'), ('go-bai', 'Gỡ bài')], max_length=12, verbose_name='Việc')),
                ('reason', models.TextField(verbose_name='Lý do')),
                ('status', models.CharField(choices=[('open', 'Chờ Ban Biên tập'), ('done', 'Đã thực hiện'), ('declined', 'Không thực hiện')], default='open', max_length=10, verbose_name='Trạng thái')),
                ('requested_at', models.DateTimeField(auto_now_add=True)),
                ('answer', models.TextField(blank=True, verbose_name='Ý kiến của Ban Biên tập')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='correction_requests', to=settings.WAGTAIL_PAGE_MODEL)),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'đề nghị đính chính, gỡ bài',
                'verbose_name_plural': 'đề nghị đính chính, gỡ bài',
                'ordering': ['requested_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('page', 'kind'), name='correction_request_open_once')],
            },
        ),
    ]
