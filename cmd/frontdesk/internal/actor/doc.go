// Package actor has the people of frontdesk's tests: customers, agents and editors who use a real server
// over HTTP and WebSockets as browsers do, and the [Desk] they meet at, a process of the real binary. It is
// used by tests only; nothing of it is in the product.
//
// # The language of the scripts
//
// A [Stage] understands the commands below; the scripts in testdata/script are made of them. A command that
// the server refuses fails and leaves the refusal, "code: sentence", on standard error; with "!" before it,
// it must be refused. A command that waits does so for [Patience] and then fails with the last frames seen.
//
// The desk:
//
//	frontdesk ARG…                  runs the binary; its data directory is $WORK/data unless --data is given
//	serve [FLAG…]                   starts the server, waits for /readyz and sets $DESK to its address; a second start takes the same port
//	indexed                         waits until the search covers everything that is published
//	drain                           SIGTERM; the process must end by itself with status 0
//	crash                           SIGKILL
//	link NAME                       makes a one-time link for NAME@desk.example and sets $LINK
//	http [-as NAME] [-origin O] [-via ADDRESS] [-body JSON] [-until PATTERN] METHOD PATH STATUS
//	                                sends a request, as a page of another origin or through a proxy, and prints status line, headers and body
//	searchable QUESTION ARTICLE     the search shows the article two seconds from now at the latest; with "!",
//	                                it does not show it any more
//	found QUESTION ARTICLE          the same, but within [Patience]: for what waits for something else first
//
// Files that are not text, or not as they should be:
//
//	archive ZIP [NAME=]FILE…        makes a ZIP of files, under other names if given
//	bytes FILE TEXT                 writes a file; \n, \xff and the like stand for bytes
//	garble DIR                      overwrites every file below the directory
//
// A customer has a browser, which keeps a token, and one conversation at a time:
//
//	customer NAME says TEXT [ID]    sends a message, waits for its acknowledgement and prints its number
//	customer NAME expect KIND [RE]  the bot's next message is an answer, clarification, handoff or smalltalk
//	customer NAME picks N           picks the nth choice of the last clarification
//	customer NAME asks-for-person   presses the button
//	customer NAME rates SCORE [TEXT], helpful yes|no, leaves-email ADDRESS
//	customer NAME sees RE           an event of the conversation matches; see [Line] for how events are written
//	customer NAME sees-no RE        nothing in the whole conversation matches
//	customer NAME state RE          the state becomes so; see [State] for how it is written
//	customer NAME comes, leaves, reconnects
//	customer NAME starts-anew       begins another conversation with what comes next
//	customer NAME types TEXT, reads-all
//	customer NAME identifies TOKEN  the page vouches for the customer; see vouch
//	customer NAME continues LINK    opens a link from a mail in a new browser
//	customer NAME hears-close CODE [RE]   the server closes; the frame before it matches
//	customer NAME reads OTHER       tries to read the conversation of another customer
//	customer NAME writes-to OTHER TEXT    tries to write in it
//	customer NAME log               prints the conversation
//
// A member of the staff signs in with a one-time link, which is made with "frontdesk user" if none is given:
//
//	agent NAME signs-in [LINK]      and opens the console's socket; NAME must be signed up as NAME@desk.example
//	agent NAME sees-waiting N, sees-online N
//	agent NAME opens CUSTOMER       follows the customer's conversation
//	agent NAME accepts CUSTOMER, replies TEXT, notes TEXT, resolves CAUSE, hands-back, releases
//	agent NAME replies-behind TEXT  replies as one who has not seen the last event
//	agent NAME replies-anyway TEXT  replies with every warning confirmed
//	agent NAME takes-over CUSTOMER, assigns CUSTOMER COLLEAGUE
//	agent NAME transfers-to COLLEAGUE|team:ID [NOTE]
//	agent NAME snoozes DURATION|until-answer, takes-up, tags TAG…, prioritizes PRIORITY
//	agent NAME promises TEXT DURATION, keeps, takes-back WHY
//	agent NAME merges-into CONVERSATION, blocks WHY, unblocks WHY, ticks PLAYBOOK STEP, follows-up TEXT
//	agent NAME goes-away, is-back, types
//	agent NAME sees-row VIEW CUSTOMER RE   the overview shows the conversation there, as JSON that matches
//	agent NAME sees RE, sees-no RE, state RE, log, leaves, comes, hears-close CODE
//	agent NAME pings-until-close CODE   sends the heartbeat, by which a session that ended is noticed
//	race CUSTOMER AGENT AGENT       both accept at once; one must win; sets $WINNER and $LOSER
//
//	editor NAME signs-in [LINK]
//	editor NAME creates TITLE FILE  makes an article of a Markdown file and prints its id
//	editor NAME opens ID            loads the newest revision, which the next edit is based on
//	editor NAME edits ID FILE, publishes ID, withdraws ID
//	editor NAME schedules ID publish|withdraw DURATION   has it done by itself after so long
//	editor NAME sees-status ID STATUS   waits until the article is draft, published or withdrawn
//	editor NAME sees-gap STATE RE   a gap whose example matches is open, closed, reopened or dismissed
//	editor NAME checks-citations-of CUSTOMER   every cited byte of the last answer is in the published text
//
//	manager NAME signs-in [LINK]
//	manager NAME sets DOCUMENT FILE settings from JSON; @ana@ stands for Ana's staff id
//	manager NAME shows DOCUMENT
//
// The world around:
//
//	vouch SITE SECRET SUBJECT [NAME [EMAIL]]   sets $IDENTITY, by which a page vouches for its user
//	mailserver starts               takes mail; sets $SMTP
//	mailserver gets RE              waits for a mail, subject and text, that matches; sets $MAILED to the link in it
//
// A bare socket, for what no browser would send:
//
//	socket NAME opens customer|staff [-origin O] [-as STAFF]
//	socket NAME sends TEXT, sends-bytes N, sends-hex HEX, sends-binary TEXT
//	socket NAME hears RE            a frame matches that came after the last one heard
//	socket NAME hears-close CODE
package actor
