# shellcheck shell=bash
# Installs LocalStack from its Python package, and what it would fetch for its services. Sourced, in
# the project's directory, by start.sh for this machine and by image.sh for an image.

localstack_version=4.14.0
kinesis_version=0.6.2

fail() {
  echo "$1" >&2
  exit 1
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is needed and is not on the PATH"
  done
}

install_localstack() { # VENV: LocalStack, and bin/start-localstack
  local venv=$1 python=${PYTHON:-python3}
  need "$python"
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' ||
    fail "LocalStack needs Python 3.13 and $python is $("$python" --version); name another by PYTHON"
  if [ ! -f "$venv/$localstack_version" ]; then
    echo "installing LocalStack $localstack_version from PyPI" >&2
    "$python" -m venv "$venv" || fail "$python has no venv"
    "$venv/bin/pip" install -q --disable-pip-version-check --no-deps \
      -r localstack/requirements.txt ||
      fail "LocalStack could not be installed: is PyPI reachable?"
    touch "$venv/$localstack_version"
  fi
  cat >"$venv/bin/start-localstack" <<END
#!/bin/sh
export KINESIS_MOCK_VERSION=$kinesis_version DYNAMODB_IN_MEMORY=1
export DISABLE_EVENTS=1 SKIP_SSL_CERT_DOWNLOAD=1 # nothing is fetched or told at a start
exec "$venv/bin/localstack-supervisor"
END
  chmod +x "$venv/bin/start-localstack"
}

install_packages() { # DIR, where LocalStack's own installer looks: kinesis-local and DynamoDB Local
  local packages=$1
  need node npm javac jar
  if [ ! -f "$packages/kinesis-local/$kinesis_version/node_modules/kinesis-local/main.js" ]; then
    npm install --silent --no-audit --no-fund \
      --prefix "$packages/kinesis-local/$kinesis_version" "kinesis-local@$kinesis_version" >&2 ||
      fail "kinesis-local could not be installed: is the npm registry reachable?"
  fi
  install_dynamodb "$packages/dynamodb-local/2"
}

# LocalStack starts `java -javaagent:ddb-local-loader-0.1.jar -jar DynamoDBLocal.jar`. Its agent
# lifts a limit on indexes; the one here does nothing. The two exceptions belong to a client of
# DynamoDB Local's telemetry that this project leaves out: they are looked for and never thrown.
install_dynamodb() { # DIR
  local dynamo=$1 lib=$PWD/localstack/target/lib exception file
  ls "$lib"/DynamoDBLocal-*.jar >/dev/null 2>&1 ||
    fail "$lib has no DynamoDB Local: run ./mvnw package -DskipTests first"
  rm -rf "$dynamo" && mkdir -p "$dynamo/classes"
  echo 'public class NoAgent { public static void premain(String arguments) {} }' >"$dynamo/NoAgent.java"
  for exception in PinpointException TooManyRequestsException; do
    echo "package software.amazon.awssdk.services.pinpoint.model;
      public class $exception extends RuntimeException {}" >"$dynamo/$exception.java"
  done
  javac --release 17 -d "$dynamo/classes" "$dynamo"/*.java
  printf 'Premain-Class: NoAgent\n' >"$dynamo/agent.mf"
  jar --create --file "$dynamo/ddb-local-loader-0.1.jar" --manifest "$dynamo/agent.mf" \
    -C "$dynamo/classes" NoAgent.class
  cp -r "$lib" "$dynamo/jars"
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
}

link_java() { # DIR as above, and the home of a JDK or JRE
  mkdir -p "$1/java"
  ln -sfn "$2" "$1/java/21" # the version that it asks for; any from 17 on will do
}
