"""Questions and answers."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.library import AnswerForm, QuestionFilter, QuestionForm
from school_intranet.models import Answer, Question
from school_intranet.permissions import may_write
from school_intranet.readers import Reader
from school_intranet.selectors import library as selectors
from school_intranet.services import questions as services
from school_intranet.views.base import allowed_to, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of
from school_intranet.views.sending import sent_once


@require_safe
def question_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = QuestionFilter(request.GET)
    context = {
        **listing(request, form, partial(selectors.questions_for, reader), count=_("%d câu hỏi")),
        "may_write": may_write(reader),
    }
    return render(request, reader, "questions.html", context, status=status_of(form))


@require_safe
def question(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    return _page(request, reader, get_or_404(Question.objects, reader, pk), AnswerForm())


def _page(
    request: HttpRequest, reader: Reader, item: Question, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    answers = [
        (each, services.may_change(each, reader), services.may_remove(each, reader))
        for each in selectors.answers_to(item, reader)
    ]
    context = {
        "item": item,
        "answers": answers,
        "form": form,
        "may_write": may_write(reader),
        "may_change": services.may_change(item, reader),
        "may_settle": services.may_settle(item, reader),
        "may_remove": services.may_remove(item, reader),
    }
    return render(request, reader, "question.html", context, status=status)


@allowed_to(may_write)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def ask(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = QuestionForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        item = services.ask(reader=reader, **form.cleaned_data)
        messages.success(request, _("Đã gửi câu hỏi; mọi người trong trường đều thấy."))
        return redirect(reader.path("school_question", item.pk))
    status = 400 if form.is_bound else 200
    return render(request, reader, "question_form.html", {"form": form}, status=status)


@allowed_to(may_write)
@require_POST
@sent_once
def answer(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Question.objects, reader, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, reader, item, form, status=400)
    services.answer(question=item, reader=reader, body=form.cleaned_data["body"])
    messages.success(request, _("Đã gửi trả lời."))
    return redirect(reader.path("school_question", pk))


@allowed_to(may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Question.objects, reader, pk)
    initial = {"title": item.title, "body": item.body}
    return _change(request, reader, item, QuestionForm(*posted(request), initial=initial), pk)


@allowed_to(may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def change_answer(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Answer.objects, reader, pk)
    form = AnswerForm(*posted(request), initial={"body": item.body})
    return _change(request, reader, item, form, item.question_id)


def _change(
    request: HttpRequest,
    reader: Reader,
    item: Question | Answer,
    form: QuestionForm | AnswerForm,
    question_pk: int,
) -> HttpResponse:
    if not services.may_change(item, reader):
        raise Http404
    back = reader.path("school_question", question_pk)
    if request.method == "POST" and form.is_valid():
        services.change(row=item, reader=reader, **form.cleaned_data)
        messages.success(request, _("Đã lưu."))
        return redirect(back)
    context = {"form": form, "item": item, "back": back}
    status = 400 if form.is_bound else 200
    return render(request, reader, "question_form.html", context, status=status)


@allowed_to(may_write)
@require_POST
def settle(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Question.objects, reader, pk)
    services.settle(question=item, reader=reader, settled="mo-lai" not in request.POST)
    return redirect(reader.path("school_question", pk))


@allowed_to(may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before."""
    item = get_or_404(Question.objects, reader, pk)
    return _remove(request, reader, item, back=reader.path("school_questions"))


@allowed_to(may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_answer(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Answer.objects, reader, pk)
    return _remove(request, reader, item, back=reader.path("school_question", item.question_id))


def _remove(
    request: HttpRequest, reader: Reader, item: Question | Answer, *, back: str
) -> HttpResponse:
    if not services.may_remove(item, reader):
        raise Http404
    if request.method == "POST":
        services.remove(row=item, reader=reader)
        messages.success(request, _("Đã xóa."))
        return redirect(back)
    return render(request, reader, "question_remove.html", {"item": item, "back": back})
