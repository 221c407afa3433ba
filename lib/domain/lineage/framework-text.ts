/**
 * Whether a user block was put into the prompt by the runtime's mode middleware, not typed by a person.
 * The runtime's own transcript tools tell it by the same marks.
 */
export function isFrameworkText(text: string): boolean {
  return (
    text.startsWith("<currentMode>") ||
    text.includes("<modeSwitchGuidelines>") ||
    text.includes("<pinocchio:agent_mode_switch:v1>")
  );
}
