"use client";

import { createContext, useContext, useEffect, useId, useRef, useState, useTransition } from "react";
import type { ElementType, FormEvent, InputHTMLAttributes, ReactNode } from "react";
import { Refused, type Problem } from "@/lib/guildhall";
import { PROBLEM } from "@/lib/words";

const ProblemContext = createContext<Problem | undefined>(undefined);

type FormProps = {
  /** Sends what was typed, and throws `Refused` if it was not taken. */
  send: (form: FormData) => Promise<void>;
  submit: string;
  tone?: "quiet" | "danger";
  label?: string;
  children?: ReactNode;
};

/** The one place that turns a problem into what people see: each bad field at its input, the rest above the button. */
export function Form({ send, submit, tone, label, children }: FormProps) {
  const [problem, setProblem] = useState<Problem>();
  const [busy, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(async () => {
      try {
        await send(data);
        setProblem(undefined);
      } catch (refused) {
        if (!(refused instanceof Refused)) throw refused;
        setProblem(refused.problem);
      }
    });
  };

  return (
    // Before its scripts run, a page sends a form by itself: not as part of the address, where a password would be seen.
    <form ref={form} method="post" onSubmit={onSubmit} aria-label={label} noValidate>
      <ProblemContext value={problem}>{children}</ProblemContext>
      {problem && <p className="problem" role="alert">{PROBLEM[problem.code] ?? problem.detail}</p>}
      <button className={tone} disabled={busy}>{submit}</button>
    </form>
  );
}

type FieldProps = InputHTMLAttributes<HTMLElement> & {
  name: string;
  label: string;
  hint?: string;
  as?: "input" | "textarea" | "select";
  rows?: number;
};

export function Field({ name, label, hint, as = "input", children, ...rest }: FieldProps) {
  const Input: ElementType = as;
  const id = useId();
  const problem = useContext(ProblemContext);
  const errors = problem?.errors?.filter((error) => error.pointer === `#/${name}` || error.parameter === name) ?? [];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        name={name}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={hint || errors.length > 0 ? `${id}-words` : undefined}
        {...rest}
      >
        {children}
      </Input>
      {errors.length > 0 ? (
        <p className="field-error" id={`${id}-words`}>{errors.map((error) => error.detail).join(" ")}</p>
      ) : (
        hint && <p className="hint" id={`${id}-words`}>{hint}</p>
      )}
    </div>
  );
}
