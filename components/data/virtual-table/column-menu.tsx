"use client";
import Columns3 from "lucide-react/icons/columns-3";
import { Menu } from "@/components/ui/menu";
import { IconButton } from "@/components/ui/icon-button";
import type { Column } from "./column";

export interface ColumnMenuProps<Row> {
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  onToggle: (column: string) => void;
  /** Absent while every column has its own width. */
  onResetWidths: (() => void) | undefined;
}

/** Chooses columns and puts widths back, at the end of the header. */
export function ColumnMenu<Row>({ columns, shown, onToggle, onResetWidths }: ColumnMenuProps<Row>) {
  return (
    <div className="absolute top-0 right-0 z-splitter flex h-7 items-center border-b bg-panel pr-0.5 pl-1">
      <Menu
        align="end"
        trigger={<IconButton label="Columns" icon={<Columns3 width={14} height={14} />} />}
        groups={[
          {
            heading: "Columns",
            items: columns.map((column) => ({
              id: column.id,
              label: column.header,
              checked: shown.includes(column),
              onSelect: () => onToggle(column.id),
            })),
          },
          {
            items: [
              {
                id: "reset",
                label: "Reset widths",
                disabled: onResetWidths === undefined,
                onSelect: () => onResetWidths?.(),
              },
            ],
          },
        ]}
      />
    </div>
  );
}
