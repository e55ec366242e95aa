"""People put their tasks in an order of their own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import ordering
from chatbot.domain.tasks.ordering import move_task
from chatbot.domain.tasks.ranks import rank_between, rank_of
from chatbot.domain.tasks.trash import restore_task
from chatbot.domain.tasks.undo import undo_change
from chatbot.models import Change, Task, User
from tests.chatbot.domain.published import published
from tests.chatbot.domain.threads import at_once
from tests.factories import TaskFactory

PROPERTY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def order(owner: User) -> str:
    return "".join(task.title for task in Task.objects.of(owner).order_by("rank", "number"))


def added(owner: User, titles: str) -> list[Task]:
    return [tasks.add_task(owner, title=title) for title in titles]


@PROPERTY
@given(places=st.lists(st.integers(-1, 12), max_size=60))
def test_there_is_a_rank_between_any_two(places: list[int]) -> None:
    ranks = [rank_of(number) for number in range(1, 6)]
    for place in places:
        at = len(ranks) if place < 0 else min(place, len(ranks) - 1)
        lower, upper = ranks[at - 1] if at else "", ranks[at] if at < len(ranks) else ""
        ranks.insert(at, rank_between(lower, upper))
    assert ranks == sorted(set(ranks))
    assert ranks[-1] < rank_of(6)


def test_a_task_is_put_before_or_after_another_one_and_new_ones_are_last(alice: User) -> None:
    a, _b, c, d = added(alice, "abcd")
    move_task(alice, d.pk, before=a.pk)
    assert order(alice) == "dabc"
    move_task(alice, d.pk, after=c.number)
    assert order(alice) == "abcd"
    move_task(alice, a.pk, before=d.pk)
    added(alice, "e")
    assert order(alice) == "bcade"
    kind, data = published(alice)[-2]
    assert (kind, data["result"]["rank"]) == ("task_updated", Task.objects.get(pk=a.pk).rank)
    count = len(published(alice))
    move_task(alice, a.pk, after=c.pk)  # it is there
    assert len(published(alice)) == count


def test_a_move_is_undone_and_does_not_stand_in_the_way_of_other_undos(alice: User) -> None:
    a, b, c = added(alice, "abc")
    tasks.update_task(alice, a.pk, title="A")
    renamed = Change.objects.latest("pk")
    move_task(alice, a.pk, after=c.pk)
    undo_change(alice, renamed.pk)
    assert order(alice) == "bca"
    move_task(alice, a.pk, before=b.pk)
    undo_change(alice, Change.objects.latest("pk").pk)
    assert order(alice) == "bca"
    tasks.delete_task(alice, b.pk)
    move_task(alice, c.pk, after=a.pk)
    restore_task(alice, b.pk)
    assert order(alice) == "bac"
    tasks.update_task(alice, c.pk, repeat="every day")
    move_task(alice, c.pk, before=a.pk)
    tasks.complete_task(alice, c.pk)
    assert order(alice) == "bcca"  # the next one is where it was


def test_what_is_no_place_is_refused(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    (a, b), (theirs,) = added(alice, "ab"), added(bob, "x")
    for place in ({}, {"before": a.pk, "after": a.pk}, {"before": b.pk}, {"after": theirs.pk}, {"after": 9}):
        with pytest.raises(Invalid):
            move_task(alice, b.pk, **place)
    with pytest.raises(NotFound):
        move_task(alice, theirs.pk, before=a.pk)
    monkeypatch.setattr(ordering, "RANK_LENGTH", 9)
    with pytest.raises(Conflict):
        move_task(alice, b.pk, before=a.pk)
    assert order(alice) == "ab"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_move_tasks_at_once_leave_an_order(postgresql: None) -> None:
    alice = User.objects.create_user("alice")
    a, *others = TaskFactory.create_batch(6, owner=alice)
    moves = [lambda task=task: move_task(User.objects.get(), task.pk, after=a.pk) for task in others]
    outcomes = at_once(*moves, lambda: move_task(User.objects.get(), a.pk, after=others[-1].pk))
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert len(set(Task.objects.values_list("rank", flat=True))) == 6
