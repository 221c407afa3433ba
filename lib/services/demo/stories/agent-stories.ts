/** Conversations about agents, middlewares, lineage, lifecycle, texts of all scripts, and privacy. */
export const agentStories: readonly string[] = [
  `
conversation demo-mode-switch "From analysis to rules" start=-14h runtime=agent fingerprint=agent@91be07d profile=finance version=5 model=claude-sonnet-4-5 provider=anthropic source=demo/agent-runner store=on keys=full
  turn t1 "Sort my transactions of October into categories"
    +0    route inbox finance "amounts and account names in the prompt" by=router metadata={"score":0.93}
    +2    middleware tool-result-reorder version=1.2.0 took=1ms position=0
    +4    middleware agent-mode version=2.0.3 took=3ms position=1 changed=["mode-prompt"]
    +5    block insert user "Mode: financial analyst. Stay with facts from the ledger." role=user middleware=agentmode
    +8    transform agent-mode before="Sort my transactions of October into categories" after="Mode: financial analyst. Stay with facts from the ledger.\\n\\nSort my transactions of October into categories"
    +9    middleware system-prompt version=1.0.0 took=1ms position=2 changed=["system"]
    +12   plan {"categorise":0.71,"write_rules":0.22,"ask":0.07} "the ledger is small enough to sort at once"
    +20   llm.start
    +500  tool.start sql_query args={"sql":"select payee, amount from ledger where month = '2026-10'"}
    +520  llm.final finish=tool_use in=690 out=44
    +540  tool.run
    +800  tool.result {"rows":214}
    +850  llm.start
    +1400 llm.delta "214 transactions fall into nine categories; 31 payees are new. For those I would rather write rules than guess." x28 every=35
    +2500 llm.final in=780 out=41 finish=end_turn
    +2510 mode financial_analyst rule_designer "new payees need rules, not single decisions"
  turn t2 "Yes, write the rules"
    +2    middleware tool-result-reorder version=1.2.0 took=1ms position=0
    +4    middleware agent-mode version=2.0.3 took=4ms position=1 changed=["mode-prompt"] error="mode prompt of rule_designer is longer than 2000 characters, cut"
    +20   llm.start
    +600  llm.delta "Twelve rules cover 29 of the 31 payees: anything with 'Stadtwerke' is energy, 'Metro' with a station name is transport, and so on." x32 every=35
    +1900 llm.final in=910 out=47 finish=end_turn
`,
  `
conversation demo-guardrail-block "Not with those data" start=-60h runtime=desk profile=hr version=3 model=gpt-5 source=demo/desk keys=full
  turn t1 "Who in my team was on sick leave, and why?"
    +10  guardrail personal-data block "reasons of sick leave of named people" score=0.98 action=refuse
    +20  llm.start
    +400 llm.delta "I may tell you how many days were missed, but not who was ill or why." x16 every=40
    +1150 llm.final in=180 out=21
  turn t2 "Then the number of days"
    +10  guardrail personal-data pass "number of days" score=0.07 action=allow
    +20  llm.start
    +400 llm.delta "Eleven days in the last quarter, two fewer than before." x12 every=40
    +1000 llm.final in=230 out=15
`,
  `
conversation demo-lineage "Blocks that move" start=-45h runtime=agent profile=writer version=3 model=claude-sonnet-4-5 provider=anthropic source=demo/agent-runner keys=full
  turn t1 "Write a short letter to the council about the benches"
    +20   llm.start
    +600  llm.delta "Dear council, the benches on the north side have been gone since spring. Many people used to rest there. We ask you to put them back." x32 every=40
    +2000 llm.final in=210 out=36 finish=end_turn
  turn t2 "Shorter"
    +10   block edit llm_text "Dear council, please put the benches on the north side back." middleware=trimmer
    +15   middleware history-trimmer version=0.4.1 took=6ms position=0 changed=["llm_text"]
    +20   llm.start
    +500  llm.delta "Dear council, please bring the benches back." x10 every=40
    +1000 llm.final in=180 out=10 finish=end_turn
  turn t3 "Put the greeting last"
    +10   block move llm_text
    +12   block drop system
    +14   block split llm_text
    +20   llm.start
    +500  llm.delta "Please bring the benches back, dear council." x10 every=40
    +1000 llm.final in=170 out=10 finish=end_turn
`,
  `
conversation demo-unicode "Grüße, 你好, مرحبا 🦗" start=-16h runtime=webchat profile=translator version=2 model=gemini-2.5-pro provider=gcp.gemini source=demo/webchat-eu store=on
  ws.open
  turn t1 "Übersetze „Guten Abend, liebe Grille“ in fünf Sprachen 🌍"
    +20   llm.start
    +700  llm.delta "English: Good evening, dear cricket. 中文：晚上好，亲爱的蟋蟀。 العربية: مساء الخير أيها الصرصور العزيز. עברית: ערב טוב, צרצר יקר. 日本語：こんばんは、こおろぎさん。👩‍🚀🦗" x40 every=40
    +2500 llm.final in=190 out=70 finish=STOP
  turn t2 "Und als HTML: <b>fett</b> & <script>alert('nie')</script>"
    +20   llm.start
    +600  llm.delta "<p><b>fett</b> &amp; <code>&lt;script&gt;alert('nie')&lt;/script&gt;</code></p>\\n\\n\`\`\`html\\n<a href=\\"javascript:void(0)\\">kein Link</a>\\n\`\`\`\\n| Spalte | Wert |\\n| --- | --- |\\n| a\\tb | \\u2028Zeile |" x36 every=40
    +2300 llm.final in=260 out=66 finish=STOP
  close ws 1000
`,
  `
conversation demo-secrets "Pasted a key by mistake" start=-19h runtime=webchat profile=coder version=2 model=gpt-5 source=demo/webchat-us store=on
  ws.open
  turn t1 "Why does this fail? curl -H 'Authorization: Bearer demo-0123456789abcdef0123456789abcdef' https://api.example.com/v1/items  (my mail is jo.marsh@example.com, card 4111 1111 1111 1111)"
    +20   llm.start
    +600  llm.delta "The header is fine; the path is not: it has to be /v2/items. And please replace that key, it is now in a chat." x28 every=40
    +1800 llm.final in=240 out=34
  close ws 1000
`,
  `
conversation demo-evicted "Back after lunch" start=-28h runtime=webchat profile=support version=7 model=gpt-5-mini source=demo/webchat-eu store=on
  ws.open
  turn t1 "I would like to cancel my subscription"
    +20   llm.start
    +400  llm.delta "I can do that for you. May I ask what we could have done better?" x14 every=40
    +1100 llm.final in=140 out=18
  close ws 1001 "tab closed" by=client
  wait 30m
  status evicted
  wait 55m
  session
  ws.open
  turn t2 "Nothing, it was fine. Just cancel it."
    +20   llm.start
    +350  tool.start cancel_subscription args={"plan":"monthly"}
    +370  llm.final finish=tool_calls in=190 out=20
    +390  tool.run
    +800  tool.effect database_write update "subscriptions: cancelled at the end of the month"
    +820  tool.result {"ends":"2026-11-30"}
    +860  llm.start
    +1200 llm.delta "Your subscription ends on 30 November. Thank you for the years." x14 every=40
    +1850 llm.final in=240 out=17
  close ws 1000
  wait 30m
  status evicted
`,
  `
conversation demo-queue "Five prompts in one breath" start=-38h runtime=webchat profile=coder version=2 model=gpt-5-mini source=demo/webchat-us store=on
  ws.open
  queue 4 buffered=0
  turn t1 "Rename the function"
    +20  llm.start
    +300 llm.delta "Renamed to readTimetable." x6 every=30
    +600 llm.final in=120 out=9
  queue 3 buffered=12
  turn t2 "And its test" after=50
    +20  llm.start
    +300 llm.delta "The test is renamed as well." x6 every=30
    +600 llm.final in=150 out=9
  queue 2 buffered=24
  turn t3 "Run the tests" after=50
    +20  llm.start
    +250 tool.start run_tests args={"suite":"unit"}
    +270 llm.final finish=tool_calls in=170 out=14
    +2300 tool.result {"passed":118,"failed":0}
    +2350 llm.start
    +2600 llm.delta "118 tests passed." x4 every=30
    +2800 llm.final in=200 out=8
  queue 0 buffered=41
  close ws 1000
`,
  `
conversation demo-active "Running right now" start=-75s runtime=webchat fingerprint=webchat@4f2c91a profile=support version=7 model=gpt-5 source=demo/webchat-eu store=on
  ws.open
  turn t1 "Do you ship to the islands?"
    +0    http POST /chat 202 took=12ms in=84 out=142 agent="Mozilla/5.0"
    +20   llm.start
    +500  llm.delta "Yes, twice a week, on Tuesdays and Fridays." x10 every=40
    +1000 llm.final in=140 out=13
  turn t2 "How long does it take to Helgoland, and what does it cost for a bicycle?" after=55s
    +0    http POST /chat 202 took=12ms in=118 out=142 agent="Mozilla/5.0"
    +20   llm.start
    +600  llm.delta "Parcels to Helgoland take three to four days. A bicycle goes as bulky freight on the ferry, which costs" x26 every=600
    +16400 status active
    +16400 turn.abandon
`,
];
