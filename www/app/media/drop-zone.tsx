/** Where files can be dropped and pasted. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { filesOf, holdsFiles } from "./pick.js";

interface Props {
  onFiles(files: File[]): void;
  children: ComponentChildren;
}

export function DropZone({ onFiles, children }: Props) {
  const [over, setOver] = useState(false);
  function take(event: Event, data: DataTransfer | null) {
    const files = filesOf(data);
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles(files);
  }
  return (
    <div
      class={`drop-zone ${over ? "over" : ""}`}
      onDragOver={(event) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        take(event, event.dataTransfer);
      }}
      onPaste={(event) => take(event, event.clipboardData)}
    >
      {children}
    </div>
  );
}
