const agentModePanic = [
  "goroutine 4182 [running]:",
  "desk/pkg/agentmode.(*Service).Resolve(0x0, {0xc000a1, 0x7})",
  "\\t/src/desk/pkg/agentmode/service.go:88 +0x1d",
  "desk/pkg/webchat.(*Router).handleChat(0xc0004e6000, {0x1a2b3c, 0xc0008f2000})",
  "\\t/src/desk/pkg/webchat/router.go:412 +0x6f4",
  "net/http.HandlerFunc.ServeHTTP(0xc000112b40, {0x1a2b3c, 0xc0008f2000}, 0xc0007a4000)",
  "\\t/usr/lib/go/src/net/http/server.go:2220 +0x29",
].join("\\n");

/** Conversations about validation, storage, transport and the runtime itself. */
export const failureStories: readonly string[] = [
  `
conversation demo-validation "Four bad requests" start=-6h runtime=desk profile=intake version=3 model=gpt-5-mini source=demo/desk keys=full
  http POST /chat 400 took=3ms in=12 out=88 agent="intake-form/2.1" request=bad1
  error validation.invalid_request "body is not JSON: unexpected token at position 4" http=400 handled=yes severity=warning request=bad1
  wait 20s
  http POST /chat 422 took=4ms in=220 out=132 agent="intake-form/2.1" request=bad2
  error validation.missing_prompt "prompt: expected text, received an empty list" http=422 handled=yes severity=warning request=bad2
  cause "prompt: expected string, received array" code=invalid_type
  wait 15s
  http POST /chat 403 took=2ms in=180 out=90 agent="intake-form/2.1" request=bad3
  error validation.override_not_allowed "profile intake does not allow the override temperature" http=403 handled=yes severity=warning request=bad3
  wait 15s
  http POST /chat 404 took=2ms in=140 out=71 agent="intake-form/2.1" request=bad4
  error validation.profile_not_found "there is no profile named intkae" http=404 handled=yes severity=info request=bad4
  turn t1 "Report a broken street light" after=10s
    +0    http POST /chat 202 took=12ms in=96 out=142 agent="intake-form/2.1"
    +20   llm.start
    +400  llm.delta "Thank you. On which street is the lamp, and near which house number?" x14 every=40
    +1100 llm.final in=150 out=17
`,
  `
conversation demo-storage "Disk full on a Friday" start=-54h runtime=webchat profile=archive version=1 model=claude-haiku-4-5 provider=anthropic source=demo/webchat-us store=on
  ws.open
  turn t1 "File these twelve letters under 'garden'"
    +20   llm.start
    +380  tool.start write_file args={"path":"/archive/garden/letters.zip","bytes":7340032}
    +400  llm.final finish=tool_use in=280 out=34
    +420  tool.run
    +700  tool.effect file write "/archive/garden/letters.zip"
    +720  tool.fail code=tool.failed "write /archive/garden/letters.zip: no space left on device"
    +740  error storage.database_locked "database is locked" severity=warning handled=yes retryable=yes
    +740  cause "SQLITE_BUSY: database is locked" code=SQLITE_BUSY
    +760  lose 1
    +780  error storage.write_failed "cannot save turn: database or disk is full" severity=critical
    +780  cause "save turn: insert into turn_block_membership failed" code=turnstore.save
    +780  cause "SQLITE_FULL: database or disk is full" code=SQLITE_FULL
    +780  cause "write /var/lib/webchat/turns.db: no space left on device" code=ENOSPC
    +800  turn.fail storage.write_failed
  turn t2 "Try once more" after=4m
    +20   llm.start
    +500  llm.delta "There is room again: all twelve letters are filed under 'garden'." x14 every=40
    +1150 llm.final in=330 out=18 finish=end_turn
    +1200 error storage.schema_mismatch "table turns has no column named inference_id" severity=critical handled=yes
  close ws 1000
`,
  `
conversation demo-transport "Blocked at the edge" start=-8h runtime=webchat profile=partner version=2 model=gpt-5 source=demo/webchat-eu store=on
  http OPTIONS /chat 403 took=1ms origin=https://partner.example cors=denied auth=anonymous
  wait 30s
  http GET /ws 401 took=2ms origin=https://app.example auth=denied
  wait 30s
  ws.open
  ping 35
  ping 880
  ping lost
  turn t1 "Sync the partner catalogue"
    +20   llm.start
    +300  tool.start fetch_catalogue args={"partner":"nordlicht","page":1}
    +320  llm.final finish=tool_calls in=210 out=24
    +340  tool.run
    +350  http GET /catalogue none "read tcp 10.4.0.17:51422: connection reset by peer" direction=outbound took=1200ms
    +1600 http GET /catalogue 502 direction=outbound took=340ms out=512
    +2000 http GET /catalogue 200 direction=outbound took=610ms out=48211
    +2650 tool.effect outbound_request GET "https://nordlicht.example/catalogue?page=1"
    +2660 tool.result {"items":214} retries=2
    +2700 llm.start
    +3100 llm.delta "214 articles of the partner catalogue are in, after two failed attempts." x16 every=40
    +3800 llm.final in=260 out=18
  error transport.ws_protocol_error "unknown frame type subscrbe" severity=warning handled=yes
  error transport.ws_backpressure "send buffer of the socket was full for 5000 ms" severity=warning
  close ws 1008 "too slow" by=server
`,
  `
conversation demo-panic "Agent mode without configuration" start=-11h runtime=desk profile=agentmode version=1 model=gpt-5 source=demo/desk keys=full
  turn t1 "Switch to the planning mode and list my week"
    +0    http POST /chat none "runtime error: invalid memory address or nil pointer dereference" took=9ms in=104 agent="Mozilla/5.0"
    +5    panic "runtime error: invalid memory address or nil pointer dereference" process=demo-desk-1 recovered=yes stack="${agentModePanic}"
    +6    turn.fail runtime.panic phase=failed
  turn t2 "Just list my week, then" after=30s
    +0    http POST /chat 202 took=12ms in=88 out=142 agent="Mozilla/5.0"
    +20   llm.start
    +500  llm.delta "Monday: dentist at nine. Wednesday: parents' evening. Friday: the boat." x16 every=40
    +1250 llm.final in=190 out=21
`,
  `
conversation demo-out-of-memory "Killed while indexing" start=-35h runtime=agent profile=researcher version=6 model=gemini-2.5-pro provider=gcp.gemini source=demo/agent-runner seq=counter
  turn t1 "Index the scans of 1912 to 1938"
    +20    llm.start
    +500   tool.start index_folder args={"path":"/scans/1912-1938","ocr":true}
    +520   llm.final finish=STOP in=260 out=30
    +540   tool.run
    +41000 error runtime.error "worker killed: resident memory 8589934592 over the limit" severity=critical
    +41000 cause "signal: killed" code=SIGKILL
    +41010 tool.lost
    +41020 turn.abandon
  restart
  turn t2 "Are you still there?" after=5m
    +20   llm.start
    +450  llm.delta "Yes. I was restarted and know nothing of what you asked before." x14 every=40
    +1100 llm.final in=80 out=16 finish=STOP
    +1150 error runtime.restarted "run r-1 was open when the process ended" severity=warning handled=yes
  status error
`,
];
