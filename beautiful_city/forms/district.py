"""The district's forms by the word in their address, in the order in which a page shows them."""

from beautiful_city.forms import complaints, deciding, hiding, praising, receiving
from beautiful_city.forms.moves import MoveForm

MOVING: tuple[type[MoveForm], ...] = (
    receiving.Assign,
    receiving.Publish,
    deciding.SettleDispute,
    deciding.Verify,
    deciding.AskRework,
    deciding.Reopen,
    deciding.KeepVerified,
    deciding.Extend,
    deciding.WaitExternal,
    deciding.RefuseRequest,
    deciding.LookAtExternal,
    deciding.Resume,
    praising.AcceptPraise,
    praising.DeclinePraise,
    praising.Nominate,
    receiving.AskInfo,
    receiving.LookOnSite,
    receiving.Reject,
    receiving.Archive,
)
SHOWING: tuple[type[MoveForm], ...] = (
    hiding.HidePhoto,
    hiding.ShowPhoto,
    hiding.HideCase,
    hiding.ShowCase,
    complaints.SetComplaint,
    complaints.LiftComplaint,
)
FORMS = {form.slug: form for form in (*MOVING, *SHOWING)}
