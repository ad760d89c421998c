"""The AsyncAPI document is one, by the official schema."""

import json

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT7

from legday.contract.asyncapi import asyncapi
from legday.contract.schemas import schemas
from legday.contract.topics import TOPICS, schema_of
from tests.conftest import CHECKOUT

SPECS = CHECKOUT / ".cache" / "node-red" / "node_modules" / "@asyncapi" / "specs" / "schemas"


def test_it_follows_the_official_schema() -> None:
    if not SPECS.exists():
        pytest.skip("AsyncAPI's schemas are not installed here: .ci/run does it where there is npm")
    official = json.loads((SPECS / "3.0.0.json").read_text(encoding="utf-8"))
    registry: Registry[object] = Registry().with_resource("", DRAFT7.create_resource(official)).crawl()
    errors = jsonschema.Draft7Validator(official, registry=registry).iter_errors(asyncapi())
    assert [f"{error.json_path}: {error.message[:200]}" for error in errors] == []


def test_every_reference_in_it_leads_somewhere() -> None:
    document = asyncapi()
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        found = document
        for key in reference.removeprefix("#/").split("/"):
            found = found[key]


def test_every_topic_has_a_schema_and_every_schema_a_topic() -> None:
    assert {each.schema for each in TOPICS} == set(schemas())
    for each in TOPICS:
        assert schema_of(each.name.replace("{device}", "thigh")) == each.schema
    assert schema_of("thigh/nonsense") is None


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas()[name])
