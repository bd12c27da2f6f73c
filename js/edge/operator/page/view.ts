/** What stands below the figures. */
export interface View {
  element: HTMLElement;
  /** Reads anew what is shown. */
  refresh(): Promise<unknown>;
}
