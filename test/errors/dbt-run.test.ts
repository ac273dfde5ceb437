import { holdArea } from './dbt/hold-area.ts';

holdArea('run', 75);
