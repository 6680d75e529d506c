"""Run a command with a Spark Thrift server at hand, and hand on its exit code.

    python scripts/with_spark.py dbt build --target spark_thrift

A throw-away server with Iceberg tables is started from the pyspark of this Python, in a temporary
folder, and removed afterwards. PRODUCT_RETENTION_SPARK_HOST and _PORT lead the command to it. Its
settings are those of docs/engines.md, and some that keep it small.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from with_postgres import free_port

SERVER = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
JAR = "iceberg-spark-runtime-3.5_2.12-1.10.2.jar"
START_SECONDS = 180
CATALOG = "spark.sql.catalog.spark_catalog"
# What docs/engines.md says that a server needs.
SETTINGS = {
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    CATALOG: "org.apache.iceberg.spark.SparkCatalog",
    f"{CATALOG}.type": "hive",
    f"{CATALOG}.cache-enabled": "false",
}
# A small JVM, and thousands of small statements: a plan is run once, so that to compile it does not
# pay. The tests of engines use both, too.
JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC"
    " -Dderby.stream.error.file=/dev/null"
)
RUN_ONCE = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
}
# What a metastore in a folder needs, and one small machine.
SMALL = {
    "spark.master": "local[2]",
    "spark.driver.memory": "2g",
    "spark.driver.host": "localhost",
    "spark.hadoop.hive.metastore.schema.verification": "false",
    "spark.hadoop.datanucleus.schema.autoCreateAll": "true",
    "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def main(command: list[str]) -> int:
    """Run the command with PRODUCT_RETENTION_SPARK_HOST and so on set."""
    with throw_away_server() as variables:
        return subprocess.run(command, check=False, env={**os.environ, **variables}).returncode


@contextmanager
def throw_away_server() -> Iterator[dict[str, str]]:
    """Start a server of its own, and give the environment variables that lead to it."""
    folder = Path(tempfile.mkdtemp(prefix="spark-"))
    port = free_port()
    home, jar = find_spark()
    # Far from UTC, so that whatever depends on the zone of the server shows.
    options = f"{JAVA_OPTIONS} -Duser.timezone=Asia/Kolkata -Djava.io.tmpdir={folder}"
    settings = {
        **SETTINGS,
        **RUN_ONCE,
        **SMALL,
        # Not spark.jars; see docs/engines.md.
        "spark.driver.extraClassPath": str(jar),
        "spark.driver.extraJavaOptions": options,
        f"{CATALOG}.warehouse": str(folder / "tables"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder / 'metastore'};create=true"
        ),
        "spark.hadoop.hive.server2.thrift.bind.host": "127.0.0.1",
        "spark.hadoop.hive.server2.thrift.port": str(port),
        "spark.hadoop.hive.exec.scratchdir": str(folder / "scratch"),
    }
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "settings").write_text(lines, encoding="utf-8")
    command = [str(home / "bin" / "spark-submit"), "--class", SERVER]
    command += ["--properties-file", str(folder / "settings"), "spark-internal"]
    log = folder / "log"
    try:
        with log.open("w", encoding="utf-8") as output:
            server = subprocess.Popen(
                command,
                **{"cwd": folder, "stdout": output, "stderr": subprocess.STDOUT},
                env={**os.environ, "SPARK_HOME": str(home)},
                start_new_session=True,
            )
        try:
            if not answers(server, port):
                sys.exit(f"Spark did not start (Java 17 is needed):\n{log.read_text()[-4000:]}")
            yield {
                "PRODUCT_RETENTION_SPARK_HOST": "127.0.0.1",
                "PRODUCT_RETENTION_SPARK_PORT": str(port),
            }
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_spark() -> tuple[Path, Path]:
    """Find the Spark that pyspark brings along, and the runtime of Iceberg for it."""
    try:
        import pyspark
        from snowpark_connect_deps_iceberg import get_jar_path
    except ImportError as error:
        sys.exit(f"{error}. Install requirements/spark.txt.")
    return Path(pyspark.__file__).parent, Path(get_jar_path(JAR))


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server takes connections; false if it does not, or has ended."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.5)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and whatever it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if server.poll() is None:
            os.killpg(server.pid, sign)
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
