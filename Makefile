# The entrance for users: a target is one command of the program, run in an environment that makes itself.
# `make help` lists the targets by the Chinese text after the two number signs.

PYTHON ?= python3

# What a user types is text. $(value) keeps make from expanding it, or a $(shell …) in it would run even on its way into the
# environment; and it reaches the shell by the environment only: recipes say "$$UNIT", never $(UNIT).
variables := UNIT YEAR FROM NAME UNITS JOBS SCHEDULER DATA OUTPUT FORM DRAFT AGAINST SITE TO NOTE BACKDATE DRY_RUN PDF REPAIR KINDS ANSWERS REPLACE TAKE UPGRADE PYTHON
$(foreach name,$(variables),$(eval override $(name) := $$(value $(name))))
export $(variables)

targets := help desk report reports scheduler worker check answer diff new blank import migrate publish withdraw rollback verify lint-templates form schema test lint bench lock clean
.PHONY: $(targets)
.DEFAULT_GOAL := help
.NOTPARALLEL: # what a target needs is checked from left to right, before an environment is made for nothing
.ONESHELL:
.SILENT:
# The program has said what is wrong; make would add `*** [Makefile:50: report] Error 1`. So a recipe that fails tells make to quit, which
# it does without a word and with exit code 1, and waits a moment: make must not find its child gone while it is still being told.
# Not with -k, which asks for the other goals too. A make that must not be told so, as one in the background of a script, finds it failed.
# At Ctrl-C the shell waits for the program, which says its last sentence, and does not die at once, for which make has a line as well.
define recipe
ends() {
    status=$$?
    trap - EXIT
    case "$${MAKEFLAGS%% *}" in *k*) exit $$status ;; esac
    [ -z "$$(sed -n 's/^SigIgn:.*[4-7c-f]$$/deaf/p' /proc/$$PPID/status 2>/dev/null)" ] || exit $$status
    [ $$status = 0 ] || { kill -QUIT $$PPID; sleep 0.2; }
    exit 0
}
trap ends EXIT
trap : INT
eval "$$1"
endef
export recipe
.SHELLFLAGS := -euc eval$${IFS}"$$recipe" make # split at blanks by make, hence ${IFS}
MAKEFLAGS += --no-builtin-rules --no-print-directory

runtime := .venv/runtime.stamp
dev := .venv/dev.stamp
python := .venv/bin/python
ziping := $(python) -m pipeline

form-name := $${NAME:+"--name=$$NAME"} # of several forms that a unit fills for one year
site := $${SITE:+"--site=$$SITE"}
note := $${NOTE:+"--note=$$NOTE"}
dry-run := $(if $(filter-out 0 否,$(DRY_RUN)),--dry-run)
# Only a site on another machine needs a driver.
drivers := $(if $(findstring ://,$(SITE)),.venv/requirements-publish.stamp)
cluster := .venv/requirements-cluster.stamp
pdf := $(if $(filter-out 0 否,$(PDF)),--pdf)
typesetter := $(if $(pdf),.venv/requirements-pdf.stamp)
# Only a PDF needs a reader from elsewhere; a folder may hold one.
intake := $(if $(filter-out %.docx %.doc %.wps %.odt %.rtf %.xlsx %.xls %.et %.html %.htm,$(lastword $(FROM))),.venv/requirements-intake.stamp)

desk := .venv/requirements-desk.stamp

# What a target is told by example if something is missing.
usage-reports := YEAR=2020
usage-form := FROM=收到的表.docx NAME=hunan-2019
usage-import := FROM=收到的表.docx
usage-migrate := FROM=旧表名 TO=新表名
usage-worker := SCHEDULER=tcp://10.0.0.1:8786
goal := $(firstword $(filter $(targets),$(MAKECMDGOALS)))

## 填报

desk: $(if $(YEAR),need-UNIT) $(runtime) $(desk) ## 在浏览器里填写、检查、生成：[UNIT=单位 YEAR=年度] [NAME=名称 有几份表时打开这一份]
	$(ziping) desk $(form-name) -- $${UNIT:+"$$UNIT" $${YEAR:+"$$YEAR"}}

report: need-UNIT need-YEAR $(runtime) $(typesetter) ## 生成一个单位一年的自评表和自评报告：UNIT=单位 YEAR=年度 [PDF=1 同时生成 PDF] [DRAFT=1 草稿] [NAME=名称 有几份表时只要这一份]
	$(ziping) report $(form-name) $(pdf) $(if $(filter-out 0 否,$(DRAFT)),--draft) -- "$$UNIT" "$$YEAR"

reports: need-YEAR $(runtime) $(if $(SCHEDULER),$(cluster)) $(typesetter) ## 生成全部单位一年的文件和汇总：YEAR=年度 [PDF=1] [UNITS=甲,乙] [JOBS=几个处理器] [SCHEDULER=tcp://调度器 DATA=位置 OUTPUT=位置]
	$(ziping) reports $(pdf) $${UNITS:+"--units=$$UNITS"} $${JOBS:+"--jobs=$$JOBS"} \
	    $${SCHEDULER:+"--scheduler=$$SCHEDULER"} $${DATA:+"--data=$$DATA"} $${OUTPUT:+"--output=$$OUTPUT"} -- "$$YEAR"

scheduler: $(runtime) $(cluster) ## 几台机器一起做：在其中一台上运行，它分派任务
	$(ziping) scheduler

worker: need-SCHEDULER $(runtime) $(cluster) $(typesetter) ## 几台机器一起做：在其余各台上运行，它们做工，调度器停了再来也接着做：SCHEDULER=tcp://调度器:8786 [JOBS=几个处理器] [PDF=1 也能生成 PDF]
	$(ziping) worker $${JOBS:+"--jobs=$$JOBS"} -- "$$SCHEDULER"

check: $(if $(YEAR),need-UNIT) $(runtime) ## 只检查、不生成；不写单位就检查全部：[UNIT=单位] [YEAR=年度] [NAME=名称] [ANSWERS=1 列出已核实说明的] [KINDS=1 列出会指出哪些问题]
	$(ziping) check $(form-name) $(if $(filter-out 0 否,$(KINDS)),--kinds) $(if $(filter-out 0 否,$(ANSWERS)),--answers) -- $${UNIT:+"$$UNIT" $${YEAR:+"$$YEAR"}}

answer: need-UNIT need-YEAR $(runtime) ## 警告属实的，在数据文件里备好核实说明，只等写明原因：UNIT=单位 YEAR=年度 [NAME=名称]
	$(ziping) answer $(form-name) -- "$$UNIT" "$$YEAR"

diff: need-UNIT need-YEAR $(runtime) ## 改了什么：UNIT=单位 YEAR=年度 [NAME=名称] [AGAINST=last 上一次生成的|published 已公开的|另一份数据文件]
	$(ziping) diff $(form-name) $${AGAINST:+"--against=$$AGAINST"} -- "$$UNIT" "$$YEAR"

new: need-UNIT need-YEAR $(runtime) ## 新建一份待填的数据文件：UNIT=单位 YEAR=年度 [FORM=表名] [NAME=名称 同一年度的又一份表]
	$(ziping) new $(form-name) $${FORM:+"--form=$$FORM"} -- "$$UNIT" "$$YEAR"

blank: $(runtime) ## 生成空白表（Word、Excel），发给单位填：FORM=表名 [UNIT=单位 已知的内容替它填好] [YEAR=年度] [NAME=名称]
	$(ziping) blank $(form-name) $${UNIT:+"--unit=$$UNIT"} $${YEAR:+"--year=$$YEAR"} -- $${FORM:+"$$FORM"}

import: need-FROM $(runtime) $(intake) ## 把收到的表（Word、Excel、PDF、网页）读进数据文件，改过的报告与数据对照：FROM=文件或文件夹 [UNIT=单位] [YEAR=年度] [FORM=表名] [NAME=名称] [REPLACE=1 不同的以收到的为准] [DRY_RUN=1 试一试] [TAKE=改过的报告里要放进数据文件的项目]
	$(ziping) import $(form-name) $(dry-run) $(if $(filter-out 0 否,$(REPLACE)),--replace) $${UNIT:+"--unit=$$UNIT"} $${YEAR:+"--year=$$YEAR"} \
	    $${FORM:+"--form=$$FORM"} $${TAKE:+"--take=$$TAKE"} $${JOBS:+"--jobs=$$JOBS"} -- "$$FROM"

migrate: need-FROM need-TO $(runtime) ## 把按旧表填的数据文件改成下一版的表：FROM=旧表名 TO=新表名 [YEAR=年度]
	$(ziping) migrate $${YEAR:+"--year=$$YEAR"} -- "$$FROM" "$$TO"

## 公开

publish: need-UNIT need-YEAR $(runtime) $(drivers) $(typesetter) ## 发布或更正：UNIT=单位 YEAR=年度 [PDF=1 也可下载 PDF] [NAME=名称] [NOTE=更正原因] [SITE=地址] [DRY_RUN=1 试运行] [BACKDATE="年-月-日 时:分" 补登]
	$(ziping) publish $(form-name) $(pdf) $(dry-run) $(site) $(note) $${BACKDATE:+"--backdate=$$BACKDATE"} -- "$$UNIT" "$$YEAR"

withdraw: need-UNIT need-YEAR $(runtime) $(drivers) ## 撤回，留下公告：UNIT=单位 YEAR=年度 [NAME=名称] NOTE=原因 [SITE=地址] [DRY_RUN=1 试运行]
	$(ziping) withdraw $(form-name) $(dry-run) $(site) $(note) -- "$$UNIT" "$$YEAR"

rollback: $(runtime) $(drivers) ## 把整个网站退回上一版的内容，已撤回的仍不公开：[TO=第几版] [NOTE=原因] [SITE=地址] [DRY_RUN=1 试运行]
	$(ziping) rollback $${TO:+"--to=$$TO"} $(dry-run) $(site) $(note)

verify: $(if $(YEAR),need-UNIT) $(runtime) $(drivers) $(typesetter) ## 核对公开记录和网站：[UNIT=单位] [YEAR=年度] [NAME=名称] [SITE=地址] [REPAIR=1 修复]
	$(ziping) verify $(form-name) $(if $(filter-out 0 否,$(REPAIR)),--repair) $(site) -- $${UNIT:+"$$UNIT" $${YEAR:+"$$YEAR"}}

## 模板

lint-templates: $(runtime) ## 检查模板；不写表名就检查全部：[FORM=表名]
	$(ziping) lint-templates -- $${FORM:+"$$FORM"}

form: need-FROM need-NAME $(runtime) ## 用财政部门下发的 Word 表起草一份新表：FROM=收到的表.docx NAME=表名
	$(ziping) form -- "$$FROM" "$$NAME"

schema: $(runtime) ## 写出各表的 JSON Schema，供编辑器提示和补全
	$(ziping) schema

## 开发

test: $(dev) ## 运行全部测试
	tests/install-system-packages
	$(python) -m pytest -n "$$(($$(nproc) + 1))" --dist loadscope --no-loadscope-reorder # one more, since some wait for servers; a file's tests stay with one, which starts what they share once

lint: $(dev) ## 检查代码：ruff、格式、房间之间的引用、类型
	$(python) -m ruff check
	$(python) -m ruff format --check
	.venv/bin/lint-imports --cache-dir .cache/import-linter
	$(python) -m mypy --strict

bench: $(dev) ## 测量速度
	$(python) -m tests.bench

lock: ## 重新锁定依赖的版本：[UPGRADE=1 升级到最新]
	"$$PYTHON" -m venv --clear .cache/lock
	.cache/lock/bin/python -m pip install --quiet pip-tools
	for target in requirements.txt \
	        'requirements-publish.txt --extra publish --constraint requirements.txt' \
	        'requirements-cluster.txt --extra cluster --constraint requirements.txt' \
	        'requirements-pdf.txt --extra pdf --constraint requirements.txt' \
	        'requirements-intake.txt --extra intake --constraint requirements.txt' \
        'requirements-desk.txt --extra desk --constraint requirements.txt' \
	        'requirements-dev.txt --extra dev --extra publish --extra pdf --extra intake --extra desk --extra cluster --constraint requirements.txt'; do
	    CUSTOM_COMPILE_COMMAND='make lock' .cache/lock/bin/pip-compile --quiet $${UPGRADE:+--upgrade} \
	        --generate-hashes --strip-extras --build-deps-for editable \
	        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links pyproject.toml --output-file $$target
	done

clean: ## 删除运行环境和缓存，不动 data/ 和 output/
	rm -rf .venv .cache .hypothesis "$${XDG_CACHE_HOME:-$$HOME/.cache}/ziping"
	find pipeline tests -name __pycache__ -exec rm -rf {} +

help: ## 显示这份说明
	echo 'ziping（自评）：填一份数据，同时得到自评表和自评报告'
	echo
	echo '用法：make 任务 [变量=值 ……]，例如 make report UNIT=xinfang YEAR=2020'
	awk -F ':.*## ' '
	    /^## / { printf "\n%s\n", substr($$0, 4) }
	    /^[a-z-]+:.*## / { printf "  %-16s%s\n", $$1, $$2 }
	' Makefile
	echo
	echo '首次运行会自动准备运行环境；PYTHON=python3.12 可指定所用的 Python（3.11 或更新）。'

need-%:
	if [ -z "$$$*" ]; then
	    echo '缺少 $*。请照这样写（等号用半角，两边不留空格）：make $(goal) $(or $(usage-$(goal)),UNIT=xinfang YEAR=2020)' >&2
	    exit 2
	fi

.DEFAULT:
	echo '没有这个任务。只输入 make 可看到全部任务和写法。' >&2
	exit 2

# The environment. A stamp stands in it only while it is whole, so that a run killed half-way is repaired by the next one.

# Without a recipe: if the link is dead or its target newer (the system's Python was replaced), the environment is outdated.
$(python):

$(runtime): requirements.txt $(python)
	$(enter)
	[ ! -L .venv ] || fail '运行环境 .venv 是一个链接，重新准备会清空它指向的文件夹。请删去这个链接再运行。'
	echo '正在准备运行环境（首次运行或更新之后需要，约半分钟）……' >&2
	"$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >>$(log) 2>&1 || fail '需要 Python 3.11 或更新的版本，' \
	    '没有找到。请先安装；已经装在别处的，在命令后加上 PYTHON=，例如 PYTHON=python3.12。'
	"$$PYTHON" -c 'import ensurepip, venv' >>$(log) 2>&1 || fail '这个 Python 缺少 venv 模块。请先安装，' \
	    'Debian 或 Ubuntu 上是：sudo apt-get install python3-venv'
	"$$PYTHON" -m venv --clear .venv >>$(log) 2>&1 || fail '运行环境没有建成，可能是磁盘已满或没有写入权限。'
	$(install) --require-hashes --requirement $< >>$(log) 2>&1 || fail $(offline)
	$(install) --no-build-isolation --editable . >>$(log) 2>&1 || fail '程序没有装好。'
	# Relative, because Python reads this file in the locale's encoding: it would not even start in a folder with a Chinese name.
	for link in .venv/lib/python3*/site-packages/pipeline.pth; do echo ../../../.. >"$$link"; done
	touch $@

.venv/requirements-%.stamp: requirements-%.txt $(runtime)
	$(enter)
	echo '正在准备所需的组件（首次使用或更新之后需要，约半分钟）……' >&2
	$(install) --require-hashes --requirement $< >>$(log) 2>&1 || fail $(offline)
	touch $@

$(dev): requirements-dev.txt $(runtime)
	$(enter)
	echo '正在准备测试环境（首次运行或更新之后需要，约一分钟）……' >&2
	rm $(runtime) # nobody may take a half-made environment for a whole one
	$(install) --require-hashes --requirement $< >>$(log) 2>&1 || fail $(offline)
	touch $(runtime) $@

log := .cache/install.log
install := $(python) -m pip --no-input --disable-pip-version-check install --no-deps
offline := '所需的组件没有下载完，多半是网络不通。请检查网络后再运行一次。'

# Only one run at a time makes the environment; another one waits, and then finds it made.
define enter
mkdir -p .cache
exec 9>.cache/install.lock
flock --nonblock 9 || { echo '另一次运行正在准备环境，请稍候……' >&2; flock 9; }
if [ -e $(python) ] && [ $@ -nt $(python) ] && [ $@ -nt $< ]; then exit; fi
: >$(log)
fail() { printf %s "$$@" >&2; printf '（详情见 $(log)）\n' >&2; exit 1; }
endef
