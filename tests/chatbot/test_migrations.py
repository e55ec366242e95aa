"""A fresh database, made by squashed migrations, has the tables of one that was upgraded step by step."""

from __future__ import annotations

from django.db.migrations.loader import MigrationLoader


def test_squashed_migrations_make_the_models_of_those_that_they_replace() -> None:
    all_of_them = MigrationLoader(None, replace_migrations=False)
    squashed = [node for node, migration in all_of_them.disk_migrations.items() if migration.replaces]
    ours = [(app, name) for app, name in squashed if app in {"chatbot", "streaming"}]
    assert ours
    for node in ours:
        made = all_of_them.project_state(node).models
        upgraded = all_of_them.project_state(all_of_them.disk_migrations[node].replaces[-1]).models
        assert made.keys() == upgraded.keys()
        assert [name for name in made if made[name] != upgraded[name]] == []
