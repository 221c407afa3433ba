/** The same talk twice, with one prompt put another way: what a change of words led to. */
function talk(id: string, title: string, start: string, question: string, rest: string): string {
  return `
conversation ${id} "${title}" start=${start} runtime=desk fingerprint=desk@c07d5e3 profile=museum version=2 model=gpt-5-mini source=demo/desk keys=full
  turn t1 "Good morning"
    +20   llm.start temperature=0.2
    +300  llm.delta "Good morning! What would you like to know about the museum?" x12 every=30
    +700  llm.final in=96 out=14
  turn t2 "${question}"
    +20   llm.start temperature=0.2
${rest}
  turn t3 "Thank you" after=20s
    +20   llm.start temperature=0.2
    +300  llm.delta "You are welcome. Enjoy the boats." x8 every=30
    +600  llm.final in=290 out=8
`;
}

export const compareStories: readonly string[] = [
  talk(
    "demo-prompt-plain",
    "Can I see the boats?",
    "-9h",
    "Can I see the boats on Sunday?",
    `    +240  tool.start opening_hours args={"hall":"harbour","day":"sunday"}
    +260  tool.run
    +420  tool.result {"open":"10:00","close":"17:00"}
    +450  llm.delta "Yes, the harbour hall is open on Sunday from ten to five." x12 every=30
    +1000 llm.final in=214 out=15`,
  ),
  talk(
    "demo-prompt-reworded",
    "Can I see the boats? (reworded)",
    "-8h",
    "Can I see the boats on Sunday, and is there a tour in English?",
    `    +240  tool.start opening_hours args={"hall":"harbour","day":"sunday","tours":"en"}
    +260  tool.run
    +420  tool.fail code=tool.failed "unknown parameter tours"
    +450  llm.delta "The harbour hall is open on Sunday from ten to five. I could not find out about tours in English." x20 every=30
    +1300 llm.final in=231 out=26`,
  ),
];
