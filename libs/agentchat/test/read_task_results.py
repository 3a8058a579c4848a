"""Reads {name: TaskResult as JSON}, writes what AutoGen has understood of each, as JSON again.

Usage: read_task_results.py FOLDER, where FOLDER holds the installed packages. Ends with an error if AutoGen refuses one.
"""

import json
import sys

sys.path.append(sys.argv[1])

from autogen_agentchat.base import TaskResult  # noqa: E402
from autogen_agentchat.messages import MessageFactory  # noqa: E402

# TaskResult's messages are declared by their abstract bases: AutoGen 0.7.5 makes them of JSON with this factory, and
# refuses its own results, too, without it.
factory = MessageFactory()


def read(result):
    messages = [factory.create(message) for message in result["messages"]]
    return TaskResult.model_validate({**result, "messages": messages})


results = json.load(sys.stdin)
json.dump({name: read(result).model_dump(mode="json") for name, result in results.items()}, sys.stdout)
