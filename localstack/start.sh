#!/usr/bin/env bash
# Starts LocalStack 4.14.0 from its Python package, without Docker: localstack/start.sh [PORT]
# It serves Kinesis (kinesis-local from npm), DynamoDB (the DynamoDB Local of this project), S3,
# CloudFormation and what they need, but calls no functions: for that LocalStack wants Docker.
# Expects `./mvnw package -DskipTests`, a JDK, Python 3.13 (its command may be named by PYTHON), node
# and npm. What is installed goes to SLUICE_LOCALSTACK_HOME (default target/localstack) and is used
# again.
set -euo pipefail
cd "$(dirname "$0")/.."
. localstack/install.sh

port=${1:-4566}
home=$(realpath -m "${SLUICE_LOCALSTACK_HOME:-target/localstack}")
packages=$home/files/var/lib/localstack/lib
install_packages "$packages"
link_java "$packages" "$(dirname "$(dirname "$(realpath "$(command -v javac)")")")"
install_localstack "$home/venv"

# Where it takes the machine for a container, it uses /var/lib/localstack and empties /tmp/localstack.
export OVERRIDE_IN_DOCKER=0
export FILESYSTEM_ROOT=$home/files GATEWAY_LISTEN=127.0.0.1:$port
exec "$home/venv/bin/start-localstack"
