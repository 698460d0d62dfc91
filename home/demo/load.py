"""Loads the demo. Whether it is there is told by its first account."""

from beautiful_city import demo as cases
from campaigns import demo as campaigns
from home.demo import accounts, blocks, documents, site, standing
from home.importing import Target, import_file
from home.models import ArticlePage
from portal import revision
from portal.models import User
from school_intranet import demo as schools

ITEM = site.HERE / "tin-bai-2018-05-30.txt"


def is_loaded() -> bool:
    return User.objects.filter(username=accounts.ACCOUNTS[0].username).exists()


def load() -> None:
    """Build the whole demo in an empty, migrated database."""
    accounts.refuse_outside_development()
    home = site.build_front()
    pictures = site.load_pictures()
    sections = site.build_sections(home)
    pages = standing.build_standing(home, pictures)
    attachment = documents.build_documents(home)
    film, captions = documents.load_film()
    site.build_articles(sections, blocks.Material(pictures, attachment, film, captions))
    lead = import_real_item(sections, pictures)
    site.compose_front(home, pages, lead, pictures)
    schools.build_schools()
    accounts.create_accounts()
    cases.load()
    campaigns.load(home)
    schools.load(home)
    revision.bump()


def import_real_item(sections: dict, pictures: dict) -> ArticlePage:
    """The item of 30/05/2018 by the importer, with a drawing that says that it is one."""
    article = import_file(ITEM, Target(sections["chi-dao-dieu-hanh"])).article
    if article is None:
        raise LookupError("The item was not imported.")
    article.image = pictures["hop-giao-ban.jpg"]
    article.image_caption = "Tranh minh họa, không phải ảnh của cuộc họp"
    article.image_credit = "Dự án (tranh vẽ)"
    article.save_revision().publish()
    return article
