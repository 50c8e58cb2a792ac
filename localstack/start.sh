#!/usr/bin/env bash
# Starts LocalStack 4.14.0 from its Python package, without Docker: localstack/start.sh [PORT]
# It serves Kinesis (kinesis-local from npm), DynamoDB (the DynamoDB Local of this project), S3,
# CloudFormation and what they need, but calls no functions: for that LocalStack wants Docker.
# Expects `./mvnw package -DskipTests`, a JDK, Python 3.13 (its command may be named by PYTHON), node
# and npm. What is installed goes to SLUICE_LOCALSTACK_HOME (default target/localstack) and is used
# again.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${1:-4566}
version=4.14.0
kinesis_version=0.6.2
home=$(realpath -m "${SLUICE_LOCALSTACK_HOME:-target/localstack}")
lib=$PWD/localstack/target/lib
packages=$home/files/var/lib/localstack/lib # where LocalStack's own installer looks

fail() {
  echo "$1" >&2
  exit 1
}

ls "$lib"/DynamoDBLocal-*.jar >/dev/null 2>&1 ||
  fail "$lib has no DynamoDB Local: run ./mvnw package -DskipTests first"
python=${PYTHON:-python3}
for tool in "$python" node npm javac jar; do
  command -v "$tool" >/dev/null || fail "$tool is needed and is not on the PATH"
done
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' ||
  fail "LocalStack needs Python 3.13 and $python is $("$python" --version); name another by PYTHON"
java_home=$(dirname "$(dirname "$(realpath "$(command -v javac)")")")

if [ ! -f "$home/venv/$version" ]; then
  echo "installing LocalStack $version from PyPI" >&2
  "$python" -m venv "$home/venv" || fail "$python has no venv"
  # Its own requirements are open upwards, and it does not start with what has come since.
  "$home/venv/bin/pip" install -q --disable-pip-version-check "localstack-core[runtime]==$version" \
    'moto-ext==5.1.22' 'cbor2==5.8.0' 'pyOpenSSL==25.3.0' \
    'service-identity==24.2.0' ||
    fail "LocalStack could not be installed: is PyPI reachable?"
  touch "$home/venv/$version"
fi

if [ ! -f "$packages/kinesis-local/$kinesis_version/node_modules/kinesis-local/main.js" ]; then
  npm install --silent --no-audit --no-fund --prefix "$packages/kinesis-local/$kinesis_version" \
    "kinesis-local@$kinesis_version" >&2 ||
    fail "kinesis-local could not be installed: is the npm registry reachable?"
fi

# LocalStack starts `java -javaagent:ddb-local-loader-0.1.jar -jar DynamoDBLocal.jar`. Its agent
# lifts a limit on indexes; the one here does nothing. The two exceptions belong to a client of
# DynamoDB Local's telemetry that this project leaves out: they are looked for and never thrown.
dynamo=$packages/dynamodb-local/2
rm -rf "$dynamo" && mkdir -p "$dynamo/classes" "$packages/java"
ln -sfn "$java_home" "$packages/java/21"
write() {
  printf '%s\n' "$2" >"$dynamo/$1.java"
}
write NoAgent 'public class NoAgent { public static void premain(String arguments) {} }'
for exception in PinpointException TooManyRequestsException; do
  write "$exception" "package software.amazon.awssdk.services.pinpoint.model;
    public class $exception extends RuntimeException {}"
done
javac -d "$dynamo/classes" "$dynamo"/*.java
printf 'Premain-Class: NoAgent\n' >"$dynamo/agent.mf"
jar --create --file "$dynamo/ddb-local-loader-0.1.jar" --manifest "$dynamo/agent.mf" \
  -C "$dynamo/classes" NoAgent.class
ln -s "$lib" "$dynamo/jars"
{
  echo 'Main-Class: software.amazon.dynamodb.services.local.main.ServerRunner'
  echo 'Class-Path: .'
  for file in "$lib"/*.jar; do printf '  jars/%s\n' "$(basename "$file")"; done
} >"$dynamo/main.mf"
jar --create --file "$dynamo/DynamoDBLocal.jar" --manifest "$dynamo/main.mf" \
  -C "$dynamo/classes" software
(cd "$dynamo" && jar --extract --file "$(ls "$lib"/DynamoDBLocal-*.jar)" \
  software/amazon/dynamodb/services/local/shared/access/sqlite/native)
ln -s "software/amazon/dynamodb/services/local/shared/access/sqlite/native/$(uname -s)/$(uname -m)" \
  "$dynamo/DynamoDBLocal_lib"

# Where it takes the machine for a container, it uses /var/lib/localstack and empties /tmp/localstack.
export OVERRIDE_IN_DOCKER=0
export FILESYSTEM_ROOT=$home/files GATEWAY_LISTEN=127.0.0.1:$port
export KINESIS_MOCK_VERSION=$kinesis_version DYNAMODB_IN_MEMORY=1
export DISABLE_EVENTS=1 SKIP_SSL_CERT_DOWNLOAD=1 # nothing is fetched or told at a start
exec "$home/venv/bin/python" -m localstack.runtime.main
