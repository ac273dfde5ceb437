import { holdArea } from './dbt/hold-area.ts';

holdArea('jinja', 118);
