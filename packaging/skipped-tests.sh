#!/bin/bash
# Sums up the test reports of all modules: how many tests, and each skipped one with its reason.
# Exit code 1 when a test was skipped without a reason. (JUnit fills in "… is @Disabled" and "Assumption failed: assumption
# is not …" when the author gave none.)
#
#   packaging/skipped-tests.sh [DIR]    the folder with the modules, the root of the checkout by default
set -euo pipefail
shopt -s nullglob

reports=("${1:-$(dirname "$(readlink -f "$0")")/..}"/*/target/surefire-reports/TEST-*.xml)
((${#reports[@]})) || {
  echo "verify: no test has run"
  exit 0
}

awk -v RS='<' '
  function attribute(name,   at) {
    if (!match($0, "[ \t\n]" name "=\"[^\"]*\"")) return ""
    at = RSTART + length(name) + 3
    return plain(substr($0, at, RLENGTH - length(name) - 4))
  }
  function plain(text) {
    gsub(/&#10;|&#13;/, " ", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text)
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
    return text
  }
  /^testcase[ \t\n]/ { tests++; test = attribute("classname") "." attribute("name") }
  /^(failure|error)[ \t\n>]/ { failed++ }
  /^skipped[ \t\n\/>]/ {
    skipped++
    reason = attribute("message")
    if (reason == "" || reason ~ / is @Disabled$/ || reason ~ /^(Assumption failed: )?assumption is not (true|false)$/) {
      unexplained++
      reason = "WITHOUT A REASON: say it in @Disabled(\"…\") or in the message of the assumption"
    }
    lines[skipped] = "  " test ": " reason
  }
  END {
    printf "verify: %d tests, %d failed, %d skipped\n", tests, failed, skipped
    for (i = 1; i <= skipped; i++) print lines[i]
    exit unexplained > 0
  }' "${reports[@]}"
