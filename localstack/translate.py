"""What SAM makes of a packaged template, on standard output: translate.py packaged.yaml NAME=VALUE...

CloudFormation does this itself on AWS. LocalStack 4.14.0 does not get through it: it looks for
TransformFunction.Alias, a name that only SAM's translator gives a meaning. Nor does it read a stream
from a time on, so there the mapping begins with the oldest record.
"""

import json
import pathlib
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoPolicies:
    """The roles are written out, so that no managed policy of AWS is looked up."""

    def load(self):
        return {}


template = yaml_parse(pathlib.Path(sys.argv[1]).read_text())
values = {name: each.get("Default") for name, each in template["Parameters"].items()}
values.update(argument.split("=", 1) for argument in sys.argv[2:])
translated = transform(template, values, NoPolicies())
for resource in translated["Resources"].values():
    properties = resource.get("Properties", {})
    if resource["Type"] == "AWS::Lambda::EventSourceMapping":
        properties["StartingPosition"] = "TRIM_HORIZON"
        del properties["StartingPositionTimestamp"]
    elif resource["Type"] == "AWS::Lambda::Function":
        variables = properties["Environment"]["Variables"]
        variables["SLUICE_STARTING_POSITION"] = "TRIM_HORIZON"
        del variables["SLUICE_STARTING_TIMESTAMP"]
json.dump(translated, sys.stdout)
