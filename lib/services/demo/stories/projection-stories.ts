/** Conversations in which the runtime's timeline store and its frames disagree. */
export const projectionStories: readonly string[] = [
  `
conversation demo-lost-messages "Reload lost my question" start=-26h runtime=webchat fingerprint=webchat@4f2c91a profile=support version=7 source=demo/webchat-eu store=on
  ws.open
  turn t1 "Where is my order 10342?"
    +0    http POST /chat 202 took=14ms in=86 out=142 agent="Mozilla/5.0"
    +20   llm.start
    +310  tool.start order_status args={"order":10342} timeout=30s
    +330  llm.final finish=tool_calls in=214 out=18
    +350  tool.run
    +790  tool.result {"order":10342,"state":"shipped","carrier":"GreenPost","eta":"tomorrow"}
    +820  llm.start
    +1140 llm.delta "Order 10342 left our warehouse yesterday with GreenPost and should reach you tomorrow." x16 every=35
    +1800 llm.final in=262 out=24
  turn t2 "And can I still change the address?" lose=prompt
    +0    http POST /chat 202 took=11ms in=92 out=142 agent="Mozilla/5.0"
    +20   llm.start
    +450  llm.delta "The parcel is on its way, so the address can only be changed with GreenPost. Their page accepts changes until eight in the evening." x28 every=40
    +1700 llm.final in=318 out=39
  turn t3 "Then please send it to my neighbour, number 14."
    +0    http POST /chat 202 took=12ms in=104 out=142 agent="Mozilla/5.0"
    +20   llm.start
    +500  llm.delta "I have noted number 14 as the place of delivery and told GreenPost. You will get a message when they confirm it." x26 every=40
    +1650 llm.final in=372 out=35 lose=yes
  turn t4 "Thanks!"
    +20   llm.start
    +380  llm.delta "You are welcome. Have a good evening!" x8 every=40
    +760  llm.final in=402 out=10
  ping 21
  close ws 1001 "page reloaded" by=client
  status idle
`,
  `
conversation demo-stale-tool "Stock check never ends" start=-31h runtime=webchat profile=warehouse version=3 model=claude-haiku-4-5 provider=anthropic source=demo/webchat-us store=on
  ws.open
  turn t1 "How many blue lanterns are left in hall B?"
    +30   llm.start
    +280  tool.start stock_level args={"sku":"LAN-BLUE","hall":"B"}
    +300  llm.final finish=tool_use in=188 out=22
    +330  tool.run
    +910  tool.result {"sku":"LAN-BLUE","hall":"B","count":37} lose=yes
    +950  llm.start
    +1300 llm.delta "There are 37 blue lanterns left in hall B." x10 every=35
    +1700 llm.final in=240 out=14 finish=end_turn
  turn t2 "Reserve ten of them, please."
    +30   llm.start
    +300  tool.start reserve_stock args={"sku":"LAN-BLUE","count":10}
    +320  llm.final finish=tool_use in=290 out=25
    +340  tool.run
    +520  tool.effect database_write update "reservations where sku = 'LAN-BLUE'"
    +560  tool.result {"reserved":10,"left":27}
    +600  llm.start
    +920  llm.delta "Ten blue lanterns are reserved; 27 are free." x10 every=35
    +1300 llm.final in=330 out=15 finish=end_turn
  close ws 1000
`,
  `
conversation demo-drift "Store and frames tell two prices" start=-20h runtime=webchat profile=sales version=12 model=gemini-2.5-pro provider=gcp.gemini source=demo/webchat-eu store=dump
  ws.open
  turn t1 "What does the oak table cost with delivery?"
    +30   llm.start
    +600  llm.delta "The oak table costs 489 euros; delivery to your door is 39 euros, so 528 euros in all." x20 every=40
    +1500 llm.final in=150 out=30 finish=STOP
    +1600 drift message content "The oak table costs 498 euros; delivery to your door is 39 euros, so 537 euros in all."
  close ws 1000
`,
  `
conversation demo-projector-restart "Tool without a name" start=-44h runtime=webchat profile=support source=demo/webchat-us store=on
  ws.open
  turn t1 "Is the outage in Leeds over?"
    +20   llm.start
    +300  tool.start service_status args={"region":"Leeds"}
    +320  llm.final finish=tool_calls in=170 out=19
    +340  tool.run
    +400  store.forget
    +900  tool.result {"region":"Leeds","state":"restored","since":"14:20"}
    +930  llm.start
    +1300 llm.delta "Yes, service in Leeds was restored at 14:20." x10 every=40
    +1750 llm.final in=215 out=16
  projector sem-timeline version=2 upserts=9 took=31ms max=14ms drops=0 throttled=6
  close ws 1000
`,
  `
conversation demo-projection-decode "A frame the projector could not read" start=-15h runtime=webchat profile=analyst source=demo/webchat-eu store=versions
  ws.open
  turn t1 "Chart the returns of the last quarter"
    +20   llm.start
    +500  llm.delta "Returns fell from 6.1 to 4.8 per cent over the quarter; most of the change is in shoes." x18 every=40
    +900  raw "{\\"sem\\":true,\\"event\\":{\\"type\\":\\"llm.delta\\",\\"id\\":\\"half a fra"
    +1000 frame chart.series.update chart-1 {"series":"returns","points":[6.1,5.9,5.4,4.8]}
    +1010 error validation.decode_failure "cannot read llm.delta: unexpected end of JSON input" severity=warning handled=yes
    +1010 cause "unexpected end of JSON input" code=SyntaxError
    +1020 fault decode_failure "llm.delta without an end was left out" count=1
    +1400 llm.final in=190 out=29
    +1450 error projection.handler_failed "chart.series.update: no rule makes an entity of kind chart" severity=warning handled=yes
    +1450 fault transform_failure "chart.series.update has no rule" count=1
    +1460 fault version_gap "version 3 follows version 1" count=1
    +1470 error projection.cursor_behind "projector stands at version 41 of 44" severity=warning handled=yes
  projector sem-timeline version=2 upserts=14 took=52ms max=19ms drops=2 throttled=9
  close ws 1000
`,
];
