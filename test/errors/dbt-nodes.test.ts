import { holdArea } from './dbt/hold-area.ts';

holdArea('nodes', 105);
