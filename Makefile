# Twee opdrachten: make start en make test. De rest staat in docs/beheer/starten.md.
.DEFAULT_GOAL := hulp
.PHONY: start test leeg hulp omgeving omgeving-test
PORT ?= 8000
export PORT

start: omgeving  ## alles klaarzetten en starten op http://127.0.0.1:8000 (andere poort: make start PORT=8001)
	@exec .venv/bin/python -m jid.starter start

test: omgeving-test  ## alle tests, ook in een browser (een deel: make test PYTEST_ARGS="tests/zaken -q")
	@exec scripts/test

leeg: omgeving  ## alle gegevens verwijderen, na een vraag
	@exec .venv/bin/python -m jid.starter leeg

hulp:  ## deze lijst
	@echo "Gebruik: make OPDRACHT"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{printf "%-8s %s\n", $$1, $$2}'

omgeving:
	@scripts/omgeving requirements.lock

omgeving-test:
	@scripts/omgeving requirements-test.lock
