"""Resolves Kafka's broker and what it needs from Maven Central and puts the jars into one folder.

Usage: fetch-kafka-jars.py TARGET CACHE. Exits with 3 and one line on stderr when Maven Central does not answer.
What arrives is compared with kafka-jars.sha256 by the caller: this script only fetches.
"""

import shutil
import sys
from pathlib import Path

import requests
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.env import EnvironmentBuilder, LinkStrategy
from jgo.maven import MavenContext, PythonResolver

KAFKA = "4.1.1"
# Without the log4j binding the broker logs nothing, and nobody can see whether it started.
ENDPOINT = "+".join(
    [
        f"org.apache.kafka:kafka_2.13:{KAFKA}",
        f"org.apache.kafka:kafka-clients:{KAFKA}",
        "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3",
    ]
)
SECONDS_TO_ANSWER = 10


def main(target: Path, cache: Path) -> int:
    try:
        url = f"{MAVEN_CENTRAL_URL}/org/apache/kafka/kafka_2.13/{KAFKA}/kafka_2.13-{KAFKA}.pom"
        requests.get(url, timeout=SECONDS_TO_ANSWER).raise_for_status()
    except requests.RequestException as error:
        print(f"Maven Central does not answer: {type(error).__name__}", file=sys.stderr)
        return 3
    context = MavenContext(
        resolver=PythonResolver(),
        repo_cache=cache / "repository",
        remote_repos={"central": MAVEN_CENTRAL_URL},
    )
    builder = EnvironmentBuilder(context=context, cache_dir=cache / "environments", link_strategy=LinkStrategy.COPY)
    environment = builder.from_endpoint(endpoint=ENDPOINT)
    target.mkdir(parents=True, exist_ok=True)
    for jar in Path(environment.path).rglob("*.jar"):
        shutil.copyfile(jar, target / jar.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
