# Every target does all its own set-up: see scripts/bootstrap. PORT=, ATRIUM_DATA= and ARGS= are read from the command line.
export PORT ATRIUM_DATA ARGS

.PHONY: run test check bench build rehearse shots format migrations messages
run test check bench build rehearse shots format migrations messages:
	@sh scripts/bootstrap $@
