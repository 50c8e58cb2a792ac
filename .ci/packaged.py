"""Looks at what `sam package` made: packaged.py <packaged.yaml> <jar> <directory for translations>

The objects that the template names must be what was built, and what SAM's own translator makes of
the template must do what the template means: everything calls an alias, and another value of a
parameter makes another version. Exits with 1 and a line for each fault.
"""

import json
import logging
import os
import pathlib
import re
import sys

import boto3
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# Parameters that are too long for the description of a version; Revision stands for them.
BY_REVISION = {"TableName", "Tables", "Broadcasts", "JavaOptions", "KmsKeyArn"}
BY_REVISION |= {"RestoreFrom", "SubnetIds", "SecurityGroupIds"}
# What functions know of their surroundings, and does not change what they are.
LABELS = {"StreamName", "AWS::StackName", "AWS::NoValue"}
MAX_DESCRIPTION = 256  # of a version (Lambda API reference, PublishVersion)

faults = []


def check(right, fault):
    if not right:
        faults.append(fault)


class NoPolicies:
    """The roles are written out, so that no managed policy of AWS is looked up."""

    def load(self):
        return {}


def content(place):
    bucket, key = re.fullmatch(r"(?:s3:/|https?://[^/]+)/([^/]+)/(.+)", place).groups()
    return boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def parameters_in(value, conditions):
    """The parameters on which a value depends, those of its conditions among them."""
    if isinstance(value, list):
        return set().union(*[parameters_in(each, conditions) for each in value])
    if not isinstance(value, dict):
        return set()
    if set(value) == {"Ref"}:
        return {value["Ref"]}
    if set(value) == {"Fn::Sub"}:
        return set(re.findall(r"\$\{([^}]+)}", value["Fn::Sub"]))
    found = parameters_in(list(value.values()), conditions)
    named = value.get("Fn::If", [None])[0] or value.get("Condition")
    return found | (parameters_in(conditions[named], conditions) if named in conditions else set())


def uploads(template, jar):
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            code = properties.get("CodeUri", template["Globals"]["Function"].get("CodeUri"))
            check(content(code) == jar, f"{name}: {code} is not the jar")
        elif resource["Type"] == "AWS::CloudFormation::Stack":
            nested = yaml_parse(content(properties["TemplateURL"]).decode())
            for each in nested["Resources"].values():
                each.pop("Metadata", None)  # where SAM notes what it has seen
            words = re.findall("[A-Z][a-z]+", name.removesuffix("Stack"))
            own = pathlib.Path("infra", "-".join(words).lower() + ".yaml")
            check(nested == yaml_parse(own.read_text()), f"{name}: the template is not {own}")


def translated(template, **parameters):
    return transform(json.loads(json.dumps(template)), parameters, NoPolicies())


def aliases(template, result):
    resources = result["Resources"]
    functions = [n for n, r in resources.items() if r["Type"] == "AWS::Lambda::Function"]
    check(len(functions) == 3, f"there are functions {functions}")
    for name in functions:
        alias = resources[name + "Aliaslive"]["Properties"]
        version = resources[alias["FunctionVersion"]["Fn::GetAtt"][0]]
        check(version["Type"] == "AWS::Lambda::Version", f"{name}: the alias is of no version")
        snapshots = resources[name]["Properties"]["SnapStart"]["ApplyOn"]
        check(snapshots["Fn::If"][1] == "PublishedVersions", f"{name}: SnapStart has no effect")
        described(template, name, resources[name]["Properties"], version["Properties"])
    for name, resource in resources.items():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            called = properties["FunctionName"]
            check(called == {"Ref": "TransformFunctionAliaslive"}, f"{name} calls {called}")
        elif resource["Type"] == "AWS::Events::Rule":
            called = properties["Targets"][0]["Arn"]
            check(called == {"Ref": "CoordinatorFunctionAliaslive"}, f"{name} calls {called}")
        elif resource["Type"] == "AWS::Lambda::EventInvokeConfig":
            check(properties["Qualifier"] == "live", f"{name} is not about the alias")


def described(template, name, function, version):
    parameters = template["Parameters"]
    description = parameters_in(version["Description"], {})
    needed = parameters_in(
        {k: v for k, v in function.items() if k not in {"Role", "LoggingConfig", "Code"}},
        template["Conditions"],
    )
    missing = (needed & set(parameters)) - description - BY_REVISION - LABELS
    missing -= {"CoordinatorConcurrency"}  # is not part of a version
    check(not missing, f"{name}: another {sorted(missing)} makes no new version")
    check("Revision" in description & needed, f"{name}: Revision must be in both descriptions")
    length = len(re.sub(r"\$\{[^}]+}", "", version["Description"]["Fn::Sub"]))
    length += sum(longest(parameters[each]) for each in description)
    check(length <= MAX_DESCRIPTION, f"{name}: the version's description may have {length}")


def longest(parameter):
    if "AllowedValues" in parameter:
        return max(len(str(each)) for each in parameter["AllowedValues"])
    if "MaxValue" in parameter or parameter["Type"] == "Number":
        return len(str(parameter.get("MaxValue", 10**10 - 1)))
    bounded = re.search(r"\{\d+,(\d+)}$", parameter.get("AllowedPattern", ""))
    if "MaxLength" in parameter:
        return parameter["MaxLength"]
    return int(bounded[1]) + 1 if bounded else MAX_DESCRIPTION + 1


def main(packaged, jar, out):
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    template = yaml_parse(pathlib.Path(packaged).read_text())
    uploads(template, pathlib.Path(jar).read_bytes())
    result = translated(template)
    aliases(template, result)
    again = json.loads(json.dumps(template))
    for name, resource in again["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://clicks/packaged/other"
    others = set(translated(again)["Resources"]) - set(result["Resources"])
    check(len(others) == 3, f"other code makes the new versions {sorted(others)}")
    out = pathlib.Path(out)
    out.mkdir()
    text = json.dumps(result, indent=1)
    # Where the nested templates would be on AWS.
    text = text.replace(os.environ["AWS_ENDPOINT_URL_S3"], "https://s3.us-east-1.amazonaws.com")
    (out / "template.json").write_text(text)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
