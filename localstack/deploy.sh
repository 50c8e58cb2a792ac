#!/usr/bin/env bash
# Deploys template.yaml to LocalStack, sends clicks and shows their windows: localstack/deploy.sh
# Expects `./mvnw package -DskipTests`, the SAM CLI and the AWS CLI, and LocalStack at
# AWS_ENDPOINT_URL (default http://localhost:4566), started by docker compose (docs/localstack.md).
# NO_SEND=1 deploys only. Other arguments are parameters of the template: localstack/deploy.sh Buckets=2
set -euo pipefail
cd "$(dirname "$0")/.."

export AWS_ENDPOINT_URL=${AWS_ENDPOINT_URL:-http://localhost:4566}
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
export AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' SAM_CLI_TELEMETRY=0
# Version 2 of the AWS CLI wants to be told that data is text; version 1 does not know the option.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AWS_CONFIG_FILE=$work/config
printf '[default]\ncli_binary_format = raw-in-base64-out\n' >"$AWS_CONFIG_FILE"
stack=sluice-clicks
bucket=sluice-deployments

fail() {
  echo "$1" >&2
  exit 1
}

for tool in aws sam curl; do
  command -v "$tool" >/dev/null || fail "$tool is needed and is not on the PATH"
done
[ -f functions/target/sluice-functions.jar ] || fail "no jar: run ./mvnw package -DskipTests first"
curl -fsS -m 10 "$AWS_ENDPOINT_URL/_localstack/health" >/dev/null ||
  fail "no LocalStack answers at $AWS_ENDPOINT_URL (this script deploys nowhere else)"

# Its init hook makes the bucket in a container; without one nobody has.
aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1 || aws s3api create-bucket --bucket "$bucket" >/dev/null

case $(uname -m) in
  arm64 | aarch64) architecture=arm64 ;;
  *) architecture=x86_64 ;;
esac
# A stream on demand would have four shards; nobody is told of alarms here, and there is no console.
parameters=(StreamMode=PROVISIONED ShardCount=1 StreamRetentionHours=24 Alarms=false Dashboard=false
  "Architecture=$architecture" "$@")
sam package --s3-bucket "$bucket" --s3-prefix "$stack" --output-template-file "$work/packaged.yaml" \
  >"$work/log" 2>&1 || fail "sam package failed: $(cat "$work/log")"
python=$(sed -n '1s/^#!\([^ ]*python[^ ]*\)$/\1/p' "$(command -v sam)") # it has SAM's translator
"${python:-python3}" localstack/translate.py "$work/packaged.yaml" "${parameters[@]}" >"$work/stack.json" ||
  fail "SAM's translator (aws-sam-translator) is not to be had in ${python:-python3}"
aws cloudformation deploy --stack-name "$stack" --template-file "$work/stack.json" \
  --s3-bucket "$bucket" --capabilities CAPABILITY_IAM --parameter-overrides "${parameters[@]}" || {
  aws cloudformation describe-stack-events --stack-name "$stack" --output text --query \
    "StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]" >&2
  fail "the stack was not made: see above, and the log of LocalStack"
}
[ -z "${NO_SEND:-}" ] || exit 0

output() {
  aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}
stream=$(output StreamName)
outputs=$(output OutputsLocation)

send() { # the time of the clicks: later ones close the windows of earlier ones
  local records=() page
  for page in /home /home /cart; do
    records+=("Data=\"$1,$page,1200\",PartitionKey=$page")
  done
  aws kinesis put-records --stream-name "$stream" \
    --records "${records[@]}" --query FailedRecordCount --output text | grep -qx 0 ||
    fail "not all records were taken"
}

clock() { # seconds since 1970, as GNU's and as BSD's date take them
  date -u -d "@$1" +%FT%TZ 2>/dev/null || date -u -r "$1" +%FT%TZ
}

now=$(date +%s)
send "$(clock $((now - 120)))"
send "$(clock "$now")"
echo "sent; the windows of the first clicks are over as soon as their batch is"
# The last window with the first clicks: a window is a minute and is named by its end, every ten seconds.
last="/pages-$(((now - 120) / 10 * 10 + 60))000.csv/"
for _ in $(seq 90); do
  # With nothing there, it exits with 1.
  keys=$({ aws s3 ls --recursive "$outputs" || true; } | awk '/\/pages-/ {print $4}')
  ! grep -q "${last}_SUCCESS$" <<<"$keys" || break
  sleep 2
done
grep -q "${last}_SUCCESS$" <<<"$keys" ||
  fail "no windows after 3 minutes: aws logs tail /aws/lambda/$stack-transform --endpoint-url $AWS_ENDPOINT_URL"
grep '/part-' <<<"$keys" | while read -r key; do
  echo "$key"
  aws s3 cp "s3://$(output BucketName)/$key" - </dev/null
done
