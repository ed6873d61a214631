#!/bin/sh
# What the image of SeaweedFS runs: one node with one bucket. All but its S3 side ask for no password, so that they listen
# to the container alone; each file is on the disk before it is said to be kept.
set -eu

kept() {
    printf 's3.bucket.list\n' | weed shell -master=127.0.0.1:9333 2>/dev/null | grep -qw atrium
}

if [ "${1:-}" = healthy ]; then
    kept
    exit
fi
(
    until kept; do
        sleep 1
        printf 's3.bucket.create -name atrium\nfs.configure -locationPrefix=/buckets/ -fsync -apply\n' |
            weed shell -master=127.0.0.1:9333 >/dev/null 2>&1 || continue
    done
) &
cd /data
exec weed -logtostderr=true server -dir=/data -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
    -master.volumeSizeLimitMB=1024 -volume.max=0 -s3 -s3.ip.bind=0.0.0.0 -s3.port=9000 -s3.port.iceberg=0 -s3.port.lance=0
