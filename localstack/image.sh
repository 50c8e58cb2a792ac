#!/usr/bin/env bash
# Makes the image localstack/localstack:4.14.0 where it cannot be pulled: localstack/image.sh
# Debian 13 by debootstrap, and in it the LocalStack that start.sh starts: enough for
# docker-compose.yml and LocalStackIT, and no copy of the original. Functions need what LocalStack
# fetches for them as before.
# Expects root, debootstrap, a Docker engine, `./mvnw package -DskipTests`, a JDK, node and npm. While
# it is made it has the network and the certificates of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. localstack/install.sh

image=localstack/localstack:$localstack_version
venv=/opt/code/localstack/.venv
packages=/usr/lib/localstack
container=sluice-localstack-$$
work=$(mktemp -d)
finish() {
  docker rm -f "$container" >/dev/null 2>&1 || true
  docker rmi "$container" >/dev/null 2>&1 || true # only its name: the layer is part of the image
  rm -rf "$work"
}
trap finish EXIT

need debootstrap docker
docker info >/dev/null 2>&1 || fail "the Docker engine does not answer"
install_packages "$work/root$packages"
debootstrap --variant=minbase trixie "$work/root" >"$work/log" 2>&1 ||
  fail "debootstrap failed: $(tail -n 5 "$work/log")"
tar -C "$work/root" -c . | docker import - "$container" >/dev/null

certificates=/etc/ssl/certs/ca-certificates.crt
mounts=(-v "$PWD/localstack:/sluice/localstack:ro" -w /sluice)
[ ! -f "$certificates" ] || mounts+=(-v "$certificates:/certificates:ro")
docker run --name "$container" --network host "${mounts[@]}" "$container" bash -euc "
  . localstack/install.sh
  export DEBIAN_FRONTEND=noninteractive PIP_NO_CACHE_DIR=1
  apt-get -q update
  apt-get -qy install --no-install-recommends python3-venv openjdk-21-jre-headless nodejs
  apt-get clean
  [ ! -f /certificates ] || export PIP_CERT=/certificates
  install_localstack $venv
  link_java $packages /usr/lib/jvm/java-21-openjdk-*
  ln -s $venv/bin/start-localstack /usr/local/bin/docker-entrypoint.sh
" >"$work/log" 2>&1 || fail "the image could not be filled: $(tail -n 20 "$work/log")"
docker commit --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD []' \
  --change 'WORKDIR /opt/code/localstack' --change 'EXPOSE 4566' \
  --change "ENV PATH=$venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
  "$container" "$image" >/dev/null
docker image inspect --format '{{index .RepoTags 0}}: {{.Size}} bytes' "$image"
