/** Conversations whose frames are out of order, repeated or missing. */
export const streamStories: readonly string[] = [
  `
conversation demo-ws-drop "Answered in a tunnel" start=-90m runtime=webchat fingerprint=webchat@4f2c91a profile=traveller version=4 model=gpt-5 source=demo/webchat-eu seq=counter store=on
  ws.open
  ping 38
  ping 41
  turn t1 "Which carriage has the quiet zone?"
    +20   llm.start
    +500  llm.delta "The quiet zone is in carriage 12, upper deck." x12 every=40
    +1100 llm.final in=160 out=14
  turn t2 "And is there a socket at every seat?"
    +20   llm.start
    +500  llm.delta "In carriages 10 to 14 every pair of seats shares one socket;" x14 every=60
    +900  ping lost
    +1000 drop 12
    +1250 close ws 1006 "network changed" by=network
    +1400 llm.delta " in the others there is one at every table, and the café has four more." x16 every=60
    +1900 ws.open
    +2500 llm.final in=210 out=36
  ping 44
  close ws 1001 "train arrived" by=client
`,
  `
conversation demo-seq-gap "Three numbers are missing" start=-40h runtime=agent profile=ops version=9 model=mistral-large-2 provider=mistral_ai source=demo/agent-runner seq=counter
  turn t1 "Is the backup of last night complete?"
    +20   llm.start
    +400  llm.delta "Yes: 412 of 412" x4 every=50
    +700  gap 3
    +800  llm.delta " files were copied." x4 every=50
    +1200 llm.final in=140 out=12
`,
  `
conversation demo-seq-defects "Every disorder a stream can have" start=-22h runtime=agent profile=analyst version=4 model=gpt-5-mini source=demo/agent-runner seq=counter
  gap 1000   # the recording begins in the middle of a stream
  turn t1 "Read the meter values of this week"
    +20   llm.start
    +300  llm.delta "Monday 14.2," x2 every=40
    +420  repeat line
    +430  repeat frame
    +440  repeat other
    +500  llm.delta " Tuesday 13.9," x2 every=40
    +600  swap
    +620  llm.delta " Wednesday 15.1," x3 every=40
    +800  late 70
    +820  llm.delta " Thursday 14.8, Friday 14.0; the values of both days were read by hand, because the meter in the cellar had lost its clock, and were typed in twice by two people who did not know of each other, which is how we know that they are right." x78 every=30
    +3400 gap 2
    +3420 llm.delta " Saturday 11.3" x2 every=40
    +3520 regress 300
    +3540 log warn "meter 7 answered late" {"meter":7,"took_ms":2140}
    +3600 llm.delta " and Sunday 10.9." x2 every=40
    +3700 llm.final in=150 out=92
  restart
  turn t2 "And the week before?" after=30s
    +20   llm.start
    +300  llm.delta "I have no values from before the restart." x6 every=40
    +600  llm.final in=90 out=11
`,
  `
conversation demo-seq-time "Two writers on one clock" start=-62h runtime=webchat profile=support model=gpt-5 source=demo/webchat-us
  ws.open
  turn t1 "Can I pick up my parcel on Sunday?"
    +20   llm.start
    +400  llm.delta "The shop is closed on Sundays," x6 every=50
    +720  repeat frame
    +850  swap
    +900  llm.delta " but the locker at the station is open all day." x6 every=50
    +1210 regress 30000000000
    +1220 log info "second writer, half a minute behind" {"writer":2}
    +1230 regress 90000000000
    +1240 log warn "second writer, clock set back" {"writer":2}
    +1300 llm.final in=130 out=18
  close ws 1000
`,
  `
conversation demo-two-sessions "Carried over a restart" start=-33h runtime=webchat profile=support version=6 model=claude-haiku-4-5 provider=anthropic source=demo/webchat-eu seq=counter store=on
  ws.open
  turn t1 "My router blinks red"
    +20   llm.start
    +500  llm.delta "Please unplug it for ten seconds and tell me what it does then." x14 every=40
    +1200 llm.final in=150 out=16 finish=end_turn
  close ws 1012 "service restart" by=server
  wait 40s
  restart
  ws.open
  turn t2 "Now it is green, thank you" after=5s
    +20   llm.start
    +500  llm.delta "Glad to hear it. I have no earlier messages from you here; was there anything else?" x18 every=40
    +1400 llm.final in=60 out=19 finish=end_turn
  close ws 1000
`,
  `
conversation demo-redis-stream "Over the message bus" start=-66h runtime=desk profile=support version=8 model=gemini-2.5-pro provider=gcp.gemini source=demo/desk streams=on keys=full
  turn t1 "Move my appointment to Thursday"
    +20   llm.start
    +350  tool.start calendar_move args={"appointment":"A-771","to":"Thursday 10:00"}
    +370  llm.final finish=STOP in=220 out=26
    +400  tool.run
    +700  tool.effect database_write update "appointments A-771"
    +720  tool.result {"appointment":"A-771","at":"Thursday 10:00"}
    +760  llm.start
    +1200 llm.delta "Done: your appointment is on Thursday at ten." x10 every=40
    +1700 llm.final in=270 out=13 finish=STOP
  status closed
`,
  `
conversation demo-no-seq "A source that does not number" start=-69h runtime=desk profile=kiosk model=mistral-large-2 provider=mistral_ai source=demo/desk seq=none
  turn t1 "Where is gate B14?"
    +20   llm.start
    +400  llm.delta "Down the stairs, then left after the bakery; about six minutes." x12 every=50
    +1100 llm.final in=90 out=17
`,
  `
conversation demo-unknown-events "Widgets nobody knows" start=-18h runtime=desk profile=shop version=2 model=gpt-5-mini source=demo/desk keys=full
  turn t1 "Show me rain jackets under 100 euros"
    +20   llm.start
    +300  frame shop.carousel.start carousel-1 {"title":"Rain jackets","items":0}
    +420  frame shop.carousel.update carousel-1 {"items":4,"prices":[89,74.5,99,61]}
    +500  llm.delta "Here are four jackets under 100 euros; the second is the lightest." x12 every=40
    +900  frame shop.carousel.v2 carousel-1 {"items":4,"currency":"EUR","stock_id":9007199254740993}
    +1000 frame debugger.pause pause-1 {"pauseId":"pause-1","phase":"post_inference","summary":"step mode","deadlineMs":"1795440000000"}
    +1100 snapshot widget_review
    +1200 llm.final in=160 out=18
    +1250 frame thinking.mode.started mode-1 {"itemId":"mode-1","data":{"mode":"compare","phase":"weigh","reasoning":"weight matters more than price"}}
`,
];
