import { Component, type ReactNode } from 'react';
import { Button, PanelMessage } from '../ui';

interface PanelBoundaryProps {
  /** The panel's name in a sentence, for example `The chart`. */
  readonly name: string;
  readonly children: ReactNode;
}

interface PanelBoundaryState {
  readonly error: Error | null;
}

/** Keeps a panel that throws from taking the others along. */
export class PanelBoundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  override state: PanelBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): PanelBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <PanelMessage kind="error" title={`${this.props.name} stopped working`}>
        <p>{error.message}</p>
        <p>The other panels go on. Orders that are out are not affected.</p>
        <Button onClick={() => this.setState({ error: null })}>Reload this panel</Button>
      </PanelMessage>
    );
  }
}
