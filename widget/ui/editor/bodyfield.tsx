import { useRef } from 'preact/hooks';
import { hasFiles, useDrop } from './drop';
import type { FormProps } from './field';
import { Field, control } from './field';
import type { Uploads } from './files';
import { types, useUploads } from './files';
import { t } from './strings';
import { w } from './strings-writing';

/** The Markdown, with images and files that are chosen, pasted or dropped. */
export function BodyField(form: FormProps) {
  const { fields, locked, set } = form;
  const text = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const uploads = useUploads((markdown) => {
    const area = text.current;
    if (!area) return set('body', `${fields.body}\n\n${markdown}`);
    area.setRangeText(markdown, area.selectionStart, area.selectionEnd, 'end');
    set('body', area.value);
  });
  const drop = useDrop(uploads.add, !locked);
  return (
    <div>
      <Field form={form} name="body" label={t.fieldBody}>
        <textarea
          dir="auto"
          spellcheck
          ref={text}
          class={`markdown ${drop.over ? 'dropping' : ''}`}
          {...control(form, 'body')}
          onPaste={(event) => {
            const data = event.clipboardData;
            // Office programs copy a picture of the text along: the words are meant.
            if (locked || !hasFiles(data) || data.getData('text/plain')) return;
            event.preventDefault();
            uploads.add(data.files);
          }}
          {...drop.handlers}
        />
      </Field>
      {!locked && (
        <div class="add-file">
          <button type="button" aria-describedby="hint-file" onClick={() => picker.current?.click()} data-test="add-file">
            {w.addFile}
          </button>
          <p id="hint-file" class="hint">
            {w.addFileHint}
          </p>
        </div>
      )}
      <input
        type="file"
        hidden
        multiple
        ref={picker}
        accept={types.join(',')}
        onChange={(event) => {
          uploads.add(event.currentTarget.files ?? []);
          event.currentTarget.value = '';
        }}
        data-test="file"
      />
      <UploadList uploads={uploads} />
    </div>
  );
}

function UploadList({ uploads: { all, done, remove } }: { uploads: Uploads }) {
  return (
    <div class="uploads" data-test="uploads">
      <ul>
        {all.map(({ key, name, share, fault }) => (
          <li key={key}>
            {fault ? (
              <p role="alert" class="fault">
                {fault}
              </p>
            ) : (
              <label>
                {w.uploading(name)} <progress value={share} />
              </label>
            )}
            <button type="button" class="quiet" onClick={() => remove(key)}>
              {fault ? w.hide : w.stop}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" class="hint">
        {done}
      </p>
    </div>
  );
}
