# Object storage as S3 has it, in a folder, with the bucket "tallybeam". Sourced by runners/services.
default_port=9000
processes=(s3)

ports_of() { echo "$port"; }
address() { echo "http://localhost:$port"; }

prepare() {
  mkdir -p "$folder/data/tallybeam"
  # What clients sign with, as they read it themselves.
  (
    umask 077
    rm -f "$folder/s3.properties"
    cat >"$folder/s3.properties" <<PROPERTIES
s3proxy.endpoint=http://127.0.0.1:$port
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=${AWS_ACCESS_KEY_ID:-tallybeam}
s3proxy.credential=${AWS_SECRET_ACCESS_KEY:-tallybeam}
# Of checksums that newer clients ask for.
s3proxy.ignore-unknown-headers=true
# Wanted, and of no meaning here.
jclouds.identity=none
jclouds.credential=none
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$folder/data
PROPERTIES
  )
}

launch() {
  start_java s3 -Xmx256m -XX:+UseSerialGC org.gaul.s3proxy.Main --properties "$folder/s3.properties"
}

# Any answer: without a signature it is a refusal.
answers() { [[ "$(http_get /)" == HTTP/1.1* ]]; }
