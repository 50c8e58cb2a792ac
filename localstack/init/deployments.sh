#!/usr/bin/env bash
# Runs in LocalStack's container when it is ready: the bucket that deploy.sh uploads to.
set -euo pipefail
awslocal s3api create-bucket --bucket sluice-deployments
