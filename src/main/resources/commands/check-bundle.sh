check_bundle() (
  dir=''; LC_ALL=C; export LC_ALL; umask 077
  fail() { printf 'STOP: %s\n' "$1" >&2; [ -z "$dir" ] || rm -rf "$dir"; exit 1; }
  unchecked() { fail "Bundle not checked: $1. $2, then paste all commands again."; }
  reject() { fail "Bundle rejected: $1. Do not use it. ${2:-Take an older bundle, and find out who changed this one.}"; }
  for tool in tar sed tr cut mktemp ssh-keygen; do
    command -v "$tool" > /dev/null || unchecked "$tool is missing" 'Install it'
  done
  if command -v sha256sum; then sha() { sha256sum; }
  elif command -v shasum; then sha() { shasum -a 256; }
  elif command -v openssl; then sha() { openssl dgst -sha256 -r; }
  else unchecked 'sha256sum, shasum and openssl are missing' 'Install one of them'
  fi > /dev/null
  case $PRINCIPAL in
    (*'FILL IN'*|'') unchecked 'NAMESPACE or CLUSTER is not filled in' 'Fill in both' ;;
  esac
  [ -f "$BUNDLE" ] || unchecked "BUNDLE=$BUNDLE is not a file" 'Set BUNDLE to the path of the bundle, or go to its folder'
  [ -s "$SIGNERS" ] || unchecked "SIGNERS=$SIGNERS is not a file, or is empty" 'Put the allowed_signers line that you kept into it'
  dir=$(mktemp -d "${TMPDIR:-/tmp}/bundle.XXXXXX") || unchecked 'mktemp cannot make a folder' 'Set TMPDIR to a folder with free space'
  names=$(tar -tf - < "$BUNDLE") || reject 'tar cannot read it' 'Fetch it again. If that does not help, take an older one.'
  [ "$names" = "$(printf '%s\n' RECOVERY.md manifest.json manifest.json.sig payload.tar.gz.age)" ] || reject \
    "it must hold RECOVERY.md manifest.json manifest.json.sig payload.tar.gz.age, but holds $(
      printf '%s' "$names" | tr -c '\041-\176' ' ' | cut -c 1-300)"
  tar -xf - -C "$dir" RECOVERY.md manifest.json manifest.json.sig payload.tar.gz.age < "$BUNDLE" ||
    unchecked "tar cannot unpack it into $dir" 'Set TMPDIR to a folder with free space'
  for name in RECOVERY.md manifest.json manifest.json.sig payload.tar.gz.age; do
    [ -f "$dir/$name" ] || reject "$name in it is not a file"
  done
  said=$(ssh-keygen -Y verify -f "$SIGNERS" -I "$PRINCIPAL" -n apic-dr -s "$dir/manifest.json.sig" \
    < "$dir/manifest.json" 2>&1) || case $said in
    (*' option -- '*) unchecked 'this ssh-keygen is too old' 'Install OpenSSH 8.1 or newer' ;;
    (*) reject "its signature is not valid for $PRINCIPAL ($(printf '%s' "$said" | tr -c '\041-\176' ' '))" \
      'If the signing key was replaced, use the newest allowed_signers line. Else take an older bundle, and find out who changed this one.' ;;
  esac
  id=$(sed -n 's/^  "id" : "\(.*\)",$/\1/p' "$dir/manifest.json")
  [ "$id.tar" = "${BUNDLE##*/}" ] || reject "the file is named ${BUNDLE##*/}, but holds the bundle $id" \
    "If you renamed it yourself, name it $id.tar and paste all commands again."
  owner=$(sed -n -e 's/^  "site" : "\(.*\)",$/\1/p' -e \
    '/^  "subsystems" : /,/^      "name" : /s/^      "name\(space\)\{0,1\}" : "\(.*\)",$/\2/p' "$dir/manifest.json" |
    tr '\n' '/')
  [ "$owner" = "$PRINCIPAL/" ] || reject "it is a bundle of ${owner%/}, not of $PRINCIPAL" \
    'Take a bundle of the subsystem that was lost. If NAMESPACE or CLUSTER is wrong, correct it and paste all commands again.'
  for name in RECOVERY.md payload.tar.gz.age; do
    found=$(sha < "$dir/$name" | cut -c 1-64)
    [ "${#found}" = 64 ] || unchecked "the SHA-256 of $name cannot be computed" 'See the message above'
    [ "$found" = "$(sed -n "/^    \"name\" : \"$name\",\$/,/^  }/s/^    \"sha256\" : \"\(.*\)\".*/\1/p" "$dir/manifest.json")" ] ||
      reject "$name is not the file that was signed"
  done
  printf '%s\n' "$dir"
)
D=$(check_bundle) && printf 'OK: %s is a signed bundle of %s. Its files are in D=%s\n' "$BUNDLE" "$PRINCIPAL" "$D"
