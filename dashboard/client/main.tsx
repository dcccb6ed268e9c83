import { render } from 'preact';
import { useEffect } from 'preact/hooks';

import { Banner } from './banner.tsx';
import { ComparePage } from './compare-page.tsx';
import { follow } from './live.ts';
import { pathTo, route } from './route.ts';
import { useStore } from './store.ts';
import { SweepPage } from './sweep-page.tsx';
import { SweepsComparePage } from './sweeps-compare-page.tsx';
import { SweepsPage } from './sweeps-page.tsx';
import { TrialPage } from './trial-page.tsx';

const View = () => {
  const { path } = useStore(route);
  const [kind, name, what, id] = path;
  useEffect(() => {
    document.title = [...path.filter((part) => part !== 'sweep' && part !== 'trial').toReversed(), 'Sweep'].join(' · ');
  }, [path]);
  if (kind === undefined) return <SweepsPage />;
  if (kind === 'compare' && name === undefined) return <SweepsComparePage />;
  if (kind === 'sweep' && name !== undefined && what === 'trial' && id !== undefined)
    return <TrialPage key={`${name}/${id}`} sweep={name} trial={id} />;
  if (kind === 'sweep' && name !== undefined && what === 'compare') return <ComparePage key={name} sweep={name} />;
  if (kind === 'sweep' && name !== undefined && what === undefined) return <SweepPage key={name} name={name} />;
  return (
    <div class="state">
      <h1>There is no such view</h1>
      <p>
        <a href="/">All sweeps</a>
      </p>
    </div>
  );
};

const Crumbs = () => {
  const { path } = useStore(route);
  const [kind, name, what, id] = path;
  return (
    <nav aria-label="Where you are">
      <a href="/">Sweeps</a>
      {kind === 'sweep' && name !== undefined && (
        <>
          {' / '}
          <a href={pathTo('sweep', name)}>{name}</a>
        </>
      )}
      {kind === 'compare' && ' / compare'}
      {what === 'compare' && ' / compare'}
      {what === 'trial' && id !== undefined && ` / ${id}`}
    </nav>
  );
};

const App = () => (
  <>
    <a class="skip" href="#main">
      To the content
    </a>
    <div class="top">
      <Crumbs />
    </div>
    <Banner />
    <main id="main" tabIndex={-1}>
      <View />
    </main>
  </>
);

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
void follow();
