import { redirect } from "next/navigation";

/** The console opens on what happened last. */
export default function HomePage() {
  redirect("/conversations");
}
