#!/bin/sh
# Leaves a current bundle on the store and proves it.
#   APIC_DR  address of the service
#   GATE     hard: everything that is not a proven bundle stops it. soft, the default: what explains a first installation passes
#   FAIL_ON  if fail or warn, also stops if a recovery would have this verdict now
#   REASON   for the manifest of the bundle
#   TOKEN    file of a token, if it is not the pod's
#   RESULT   file for the id of the bundle
set -eu
: > "${RESULT:=/dev/null}"
cd "$(mktemp -d)"

auth() { # through a pipe, as arguments are for all to see; read each time, as the kubelet renews it
  file=${TOKEN:-/var/run/secrets/tokens/apic-dr}
  [ ! -r "$file" ] || printf 'Authorization: Bearer %s\n' "$(cat "$file")"
}

call() { # arguments of curl: prints the status; the answer is in a file of that name
  : > answer
  auth | curl -sS --retry 3 --retry-connrefused --max-time 60 -o answer -w '%{http_code}' -H @- "$@"
}

post() { # path, body
  call -H 'Content-Type: application/json' -d "$2" "$APIC_DR/api/v1/bundles$1"
}

stop() {
  { cat answer; echo; } >&2
  slug=$(grep -o 'urn:apic-dr:problem:[a-z-]*' answer | head -n 1)
  case ${GATE:-soft}/$status/${slug##*:} in
    soft/000/ | soft/404/subsystem-not-found | soft/409/subsystem-incomplete | soft/409/subsystem-not-healthy)
      echo 'No bundle. The gate is soft: go on, this may be a first installation.'
      exit 0 ;;
  esac
  echo "${1:-No current bundle is proven}: stop." >&2
  exit 1
}

reason=$(printf %s "${REASON:-gate}" | sed 's/[\\"]/\\&/g')
for _ in 1 2 3 4 5 6; do
  status=$(post '' "{\"onlyIfChanged\": true, \"reason\": \"$reason\"}") || status=000
  grep -q -e ':capture-running"' -e ':subsystem-changing"' answer || break
  sleep 5
done
case $status in 200 | 201) ;; *) stop ;; esac

id=$(grep -o '"id":"[^"]*"' answer | head -n 1 | cut -d '"' -f 4)
status=$(post "/$id/verifications?failOn=warn" '{"levels": ["authentic", "complete", "current"]}') || status=000
[ "$status" = 200 ] || stop
printf %s "$id" > "$RESULT"
echo "Bundle $id is authentic, complete and current."

[ -n "${FAIL_ON:-}" ] || exit 0
status=$(call "$APIC_DR/api/v1/recoverability?fresh=true&failOn=$FAIL_ON") || status=000
[ "$status" = 200 ] || GATE=hard stop 'A recovery might not succeed now'
echo "Recoverability: $(grep -o '"verdict":"[a-z]*"' answer | head -n 1 | cut -d '"' -f 4)."
