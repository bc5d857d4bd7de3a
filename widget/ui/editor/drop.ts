// Files that are dragged over an element and dropped there.
import { useState } from 'preact/hooks';

/** Reports whether files are dragged or pasted, not text. */
export function hasFiles(data: DataTransfer | null): data is DataTransfer {
  return data?.types.includes('Files') ?? false;
}

/** What an element needs to take files: over is true while some are dragged above it. */
export interface DropTarget {
  over: boolean;
  handlers: {
    onDragOver: (event: DragEvent) => void;
    onDragLeave: () => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** Gives files that are dropped on an element to take. Text is left to the browser, and all of it while open is false. */
export function useDrop(take: (files: FileList) => void, open = true): DropTarget {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event) => {
        if (!open || !hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event) => {
        setOver(false);
        if (!open || !hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        take(event.dataTransfer.files);
      },
    },
  };
}
