import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('full_name', models.CharField(max_length=120, verbose_name='Họ và tên')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='Thư điện tử')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Điện thoại')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='Phải đổi mật khẩu khi đăng nhập')),
                ('rights_valid_until', models.DateField(editable=False, help_text='The next date on which a membership starts or ends; from then on the rights are worked out again before the next view.', null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'tài khoản',
                'verbose_name_plural': 'tài khoản',
                'ordering': ['sort_key'],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('district', 'Quận'), ('department', 'Phòng, ban chuyên môn'), ('party_body', 'Cơ quan Đảng'), ('mass_organisation', 'Mặt trận Tổ quốc và đoàn thể'), ('affiliate', 'Đơn vị trực thuộc, lực lượng'), ('ward', 'Phường'), ('school', 'Trường học'), ('subject_group', 'Tổ chuyên môn'), ('residential_group', 'Tổ dân phố')], max_length=20, verbose_name='Loại đơn vị')),
                ('code', models.CharField(help_text='Mã của Tổng cục Thống kê với phường; mã nội bộ với các đơn vị khác.', max_length=40, unique=True, verbose_name='Mã đơn vị')),
                ('name', models.CharField(max_length=200, verbose_name='Tên đơn vị')),
                ('short_name', models.CharField(blank=True, max_length=80, verbose_name='Tên gọi tắt')),
                ('name_folded', models.CharField(db_index=True, editable=False, max_length=200)),
                ('sort_key', models.CharField(editable=False, max_length=800)),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự trong nhóm')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='Có từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn đơn vị.', null=True, verbose_name='Đến trước ngày')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='Căn cứ pháp lý')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='Địa chỉ')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='Điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Thư điện tử')),
                ('website', models.URLField(blank=True, verbose_name='Trang thông tin')),
                ('school_level', models.CharField(blank=True, choices=[('nursery', 'Mầm non'), ('primary', 'Tiểu học'), ('lower_secondary', 'Trung học cơ sở'), ('upper_secondary', 'Trung học phổ thông')], max_length=20, verbose_name='Cấp học')),
                ('e_school_from', models.DateField(blank=True, null=True, verbose_name='Trường học điện tử từ ngày')),
                ('e_school_to', models.DateField(blank=True, null=True, verbose_name='Trường học điện tử đến trước ngày')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='portal.unit', verbose_name='Đơn vị cấp trên')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'ordering': ['kind', 'order', 'sort_key'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('contributor', 'Cộng tác viên'), ('head_of_unit', 'Trưởng đơn vị'), ('editorial_board', 'Ban Biên tập'), ('district_officer', 'Chuyên viên quận'), ('ward_officer', 'Cán bộ phường'), ('ward_leadership', 'Lãnh đạo phường'), ('education_office', 'Chuyên viên Phòng Giáo dục và Đào tạo'), ('principal', 'Hiệu trưởng'), ('deputy_principal', 'Phó hiệu trưởng'), ('clerk', 'Văn thư'), ('subject_head', 'Tổ trưởng chuyên môn'), ('teacher', 'Giáo viên'), ('staff', 'Nhân viên'), ('leadership', 'Lãnh đạo quận'), ('administrator', 'Quản trị hệ thống')], max_length=20, verbose_name='Vai trò')),
                ('start', models.DateField(verbose_name='Từ ngày')),
                ('end', models.DateField(blank=True, null=True, verbose_name='Đến hết ngày')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='Tài khoản')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='portal.unit', verbose_name='Đơn vị')),
            ],
            options={
                'verbose_name': 'vai trò trong đơn vị',
                'verbose_name_plural': 'vai trò trong đơn vị',
                'ordering': ['start', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UnitSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='Có hiệu lực từ')),
                ('decision', models.CharField(max_length=300, verbose_name='Văn bản quyết định')),
                ('share', models.DecimalField(blank=True, decimal_places=6, help_text='Từ 0 đến 1; để trống nếu nguồn không cho biết.', max_digits=7, null=True, verbose_name='Phần kế thừa')),
                ('area_km2', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='Diện tích (km²)')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='Dân số')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='portal.unit', verbose_name='Đơn vị cũ')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='portal.unit', verbose_name='Đơn vị kế thừa')),
            ],
            options={
                'verbose_name': 'thay đổi đơn vị',
                'verbose_name_plural': 'thay đổi đơn vị',
                'ordering': ['date', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['kind', 'valid_from', 'valid_to'], name='unit_kind_valid'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='unit_valid_from_before_valid_to', violation_error_message='“Đến trước ngày” phải sau “Có từ ngày”.'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'school'), models.Q(('e_school_from', None), ('e_school_to', None), ('school_level', '')), _connector='OR'), name='unit_school_fields_for_schools', violation_error_message='Cấp học và mô hình trường học điện tử chỉ ghi cho trường học.'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['unit', 'role'], name='membership_unit_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'unit', 'role', 'start'), name='membership_once', violation_error_message='Vai trò này đã được giao từ cùng ngày.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('end', None), ('end__gte', models.F('start')), _connector='OR'), name='membership_start_before_end', violation_error_message='“Đến hết ngày” không được trước “Từ ngày”.'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor', 'date'), name='unit_succession_once'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.UniqueConstraint(condition=models.Q(('successor', None)), fields=('predecessor', 'date'), name='unit_succession_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.CheckConstraint(condition=models.Q(('share', None), models.Q(('share__gt', 0), ('share__lte', 1)), _connector='OR'), name='unit_succession_share_0_to_1', violation_error_message='Phần kế thừa phải lớn hơn 0 và không quá 1.'),
        ),
    ]
