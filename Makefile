# 常用命令；make help 看说明。只需要 git、make 和带 venv 的 Python 3.11。
PYTHON := .venv/bin/python
# 要用模型、数据库服务器、浏览器或时间的测试；其中量时间和内存的（alone）一个一个跑
NEEDS_MORE := stack or postgres or redis or browser or slow or alone

# 矩阵都小，多线程只会互相抢
export OPENBLAS_NUM_THREADS ?= 1

# What a file's tests share is made once.
SHARED_OUT := $(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder

# The training keeps one processor busy: what else may be done meanwhile, the unit tests aside (`.ci/run` says it).
BESIDE_TRAINING ?=

# Only the files that have such tests: else this stage imports all of them once more.
ALONE := grep -rl --include='test_*.py' 'mark\.alone' tests

.DEFAULT_GOAL := help
.PHONY: help vectors setup serve train test unit check format lint types content stories review patterns quality lock

# What a site says in its own settings is no business of the tests, nor of the model and vectors they are given.
test unit stories: export BOT_SETTINGS_FILE :=

help: ## 显示这段说明
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## 准备环境：取得 uv，按 requirements.lock 装好 .venv（没有变化就不动）
	@scripts/setup_environment.sh

serve: setup ## 启动机器人：需要时先训练，然后打印网址；Ctrl-C 停止
	@$(PYTHON) -m bot serve

train: setup ## 训练模型；输入没有变化就什么也不做
	@$(PYTHON) -m bot train

test: vectors ## 运行全部测试（一边训练一边跑 make unit，有些测试要用整套系统，训练完再跑）
	@$(MAKE) --no-print-directory --jobs=2 train $(BESIDE_TRAINING) unit
	@$(SHARED_OUT) --needing-more -m "($(NEEDS_MORE)) and not alone"
	@$(PYTHON) -m pytest -m alone $$($(ALONE))

vectors: setup ## 算好知识库的句向量和分类器（第一次一两分钟），服务和测试都用它
	@$(PYTHON) -c "from pathlib import Path; from faq.engine.meaning_preparation import prepare_knowledge; prepare_knowledge(Path.cwd(), print)"

unit: vectors ## 只运行不需要模型、数据库服务器和浏览器的测试
	@$(SHARED_OUT) -m "not ($(NEEDS_MORE))"

check: setup lint types content unit ## 检查写法、类型、引用方向、知识库和 Rasa 文件，跑单元测试

lint: setup ## 检查代码的写法（ruff）
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

format: setup ## 按约定整理代码的格式
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

types: setup ## 检查类型（mypy）
	@$(PYTHON) -m mypy

content: setup ## 检查知识库、词典和 Rasa 文件
	@$(PYTHON) -m bot check

stories: setup ## 用 Rasa 自己的命令检查训练数据，跑 tests/stories 里的对话故事
	@$(PYTHON) -m pytest tests/test_rasa_project.py

review: setup ## 改完知识库运行它：检查、前后对比、哪些已知问题受影响、能不能上线（BASE=版本，默认上次提交）
	@$(PYTHON) -m bot faq review --no-calibrate --base $(or $(BASE),HEAD)

patterns: setup ## 用难缠的文字攻击每一个正则表达式（几分钟），记下经得住的：平时的测试只攻击没记下的
	@$(PYTHON) -m tests.patterns --all

quality: setup ## 量一遍质量，和 tests/quality.yml 的底线比
	@$(PYTHON) -m bot quality $(if $(BASE),--base $(BASE))

lock: ## 依赖变了以后重新生成 requirements.lock
	@scripts/lock_requirements.sh
