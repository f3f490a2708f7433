# Sourced by ./farshore and ./verify. find_jdk sets JDK to the home of a JDK of version 25 or newer, or says in one
# sentence that there is none and exits with 69. Reads the file "release" of each JDK, so it costs no start of Java.

# Prints the feature version (25, 17, 8…) of the JDK at $1, or nothing when that is none.
jdk_version() {
  local line version
  [[ -x $1/bin/java && -x $1/bin/javac ]] || return 0
  if [[ -r $1/release ]]; then
    while IFS= read -r line; do
      [[ $line == JAVA_VERSION=* ]] && version=${line#JAVA_VERSION=}
    done < "$1/release"
  else
    version=$("$1/bin/javac" -version 2>&1)
    version=${version#javac }
  fi
  version=${version//\"/}
  version=${version#1.} # 1.8 was the way to say 8
  version=${version%%[!0-9]*}
  echo "$version"
}

jdk_is_new_enough() {
  local version
  version=$(jdk_version "$1")
  [[ -n $version ]] && ((version >= 25))
}

# Of all JDKs under /usr/lib/jvm the oldest that is new enough: it is the closest to what Farshore is tested with.
jdk_of_the_system() {
  local home version best=
  JDK=
  for home in "${FARSHORE_JVM_DIR:-/usr/lib/jvm}"/*; do
    version=$(jdk_version "$home")
    if [[ -n $version ]] && ((version >= 25)) && { [[ -z $best ]] || ((version < best)); }; then
      best=$version JDK=$home
    fi
  done
  [[ -n $best ]]
}

jdk_on_the_path() {
  local java
  java=$(command -v javac) || return 1
  java=$(readlink -f "$java")
  JDK=${java%/bin/javac}
  jdk_is_new_enough "$JDK"
}

find_jdk() {
  local version
  if [[ -n ${FARSHORE_JAVA:-} ]]; then
    JDK=${FARSHORE_JAVA%/bin/java}
    jdk_is_new_enough "$JDK" && return
    version=$(jdk_version "$JDK")
    echo "farshore: FARSHORE_JAVA=$FARSHORE_JAVA is ${version:+JDK $version, }not a JDK 25 or newer: set it to the home of one, or unset it" >&2
    exit 69
  fi
  JDK=${JAVA_HOME:-}
  [[ -n $JDK ]] && jdk_is_new_enough "$JDK" && return
  jdk_of_the_system && return
  jdk_on_the_path && return
  echo "farshore: no JDK 25 or newer in FARSHORE_JAVA, JAVA_HOME, ${FARSHORE_JVM_DIR:-/usr/lib/jvm} or PATH: install one (Debian 12 has none of its own; a vendor's package such as temurin-25-jdk, or any JDK archive unpacked) and set JAVA_HOME to it if it lies elsewhere" >&2
  exit 69
}
