# For shell scripts (dash, bash, zsh, busybox): eval "$(wraptop client shell)"
#
#     wraptop_run nightly-import -- ./import.sh --all
#
# runs the command, reports how long it took and how it ended, and returns its exit status, whatever becomes of the
# report.
wraptop_run() {
  if [ $# -lt 3 ] || [ "$2" != "--" ]; then
    echo "usage: wraptop_run NAME -- COMMAND..." >&2
    return 64
  fi
  local name began ended took
  name=$1
  shift 2
  began=$(date +%s%3N)
  # A script that ends at the first failure has to report it first.
  "$@" && ended=0 || ended=$?
  took=$(($(date +%s%3N) - began))
  set -- --wrapper "$name" --duration-ms "$took"
  case $ended in
    0) ;;
    124) set -- "$@" --status timeout --code TIMEOUT ;;
    130 | 143) set -- "$@" --status cancelled --code "EXIT_$ended" ;;
    *) set -- "$@" --status error --code "EXIT_$ended" ;;
  esac
  wraptop emit "$@" </dev/null || :
  return $ended
}
