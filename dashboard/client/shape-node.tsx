import { h } from 'preact';
import type { VNode } from 'preact';

import type { Shape } from '../../pictures/shape.ts';

/** A drawing as nodes of the page; texts stay texts, whatever they hold. */
export const shapeNode = ({ tag, attributes, children }: Shape): VNode =>
  h(tag, attributes, ...children.map((child) => (typeof child === 'string' ? child : shapeNode(child))));
