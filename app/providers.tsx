"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState, type ReactNode } from "react";
import { Appearance } from "@/components/shell/appearance";
import { CommandProvider } from "@/components/shell/command-provider";
import { createQueryClient } from "@/lib/client/query-client";

/** What every page relies on: server data, URL state, commands, tooltips, appearance. */
export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <NuqsAdapter>
        <CommandProvider>
          <Appearance />
          {children}
        </CommandProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}
