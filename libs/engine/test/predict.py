"""Loads an MLflow model directory and predicts: python predict.py DIRECTORY < {"observation": rows} > {output: rows}."""

import json
import sys

import mlflow
import numpy as np
import onnx

directory = sys.argv[1]
onnx.checker.check_model(onnx.load(f"{directory}/model.onnx"), full_check=True)
model = mlflow.pyfunc.load_model(directory)
rows = np.array(json.load(sys.stdin)["observation"], dtype=np.float32)
predicted = model.predict({"observation": rows})
json.dump({name: values.tolist() for name, values in predicted.items()}, sys.stdout)
